import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { closedByBack } from '#web/browser/back.ts';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly isDangerous?: boolean | undefined;
  readonly checked?: boolean | undefined;
  readonly run: () => void;
}

interface OpenMenu {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** The rectangle of the button that opened it. */
  readonly at: DOMRect;
  readonly opener: Element | null;
}

/** The open menu; at most one. */
const openMenu = signal<OpenMenu | undefined>(undefined);

/** Opens a menu at an element; on a narrow screen, at the lower edge. */
export function showMenu(label: string, items: readonly MenuItem[], anchor: Element): void {
  openMenu.value = { label, items, at: anchor.getBoundingClientRect(), opener: document.activeElement };
}

function hide(): void {
  const opener = openMenu.value?.opener;
  openMenu.value = undefined;
  if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
}

function choose(item: MenuItem): void {
  hide();
  item.run();
}

/** Places the menu below its button if there is space, otherwise above; always inside the window. */
function place(menu: HTMLElement, { at }: OpenMenu): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + 4;
  const top = below + height > innerHeight - 8 ? Math.max(8, at.top - height - 4) : below;
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
}

function onKeyDown(event: KeyboardEvent, menu: HTMLElement): void {
  const buttons = [...menu.querySelectorAll('button')];
  const now = buttons.findIndex((button) => button === document.activeElement);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: now + 1,
    ArrowUp: now - 1,
    Home: 0,
    End: buttons.length - 1,
  };
  const next = steps[event.key];
  if (next !== undefined) buttons.at(next % buttons.length)?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') hide();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function Items({ open }: { open: OpenMenu }) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (menu.current === null) return undefined;
    place(menu.current, open);
    menu.current.querySelector('button')?.focus();
    return closedByBack(hide);
  }, [open]);
  return (
    <div
      ref={menu}
      class="menu"
      role="menu"
      tabIndex={-1}
      aria-label={open.label}
      onKeyDown={(event) => onKeyDown(event, event.currentTarget)}
    >
      {open.items.map((item) => (
        <button
          key={item.label}
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          {...(item.checked !== undefined && { 'aria-checked': item.checked })}
          class={item.isDangerous ? 'dangerous' : ''}
          onClick={() => choose(item)}
        >
          {item.icon ? (
            <Icon name={item.icon} />
          ) : (
            <span class="icon" aria-hidden="true">
              {item.checked ? '✓' : ''}
            </span>
          )}
          {item.label}
        </button>
      ))}
    </div>
  );
}

/** The menu of the page, above everything else. */
export function Menu() {
  const open = openMenu.value;
  if (open === undefined) return null;
  return (
    <div class="menu-ground" onPointerDown={(event) => event.target === event.currentTarget && hide()}>
      <Items open={open} />
    </div>
  );
}
