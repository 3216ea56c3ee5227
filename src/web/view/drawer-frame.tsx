import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { closedByBack } from '#web/browser/back.ts';
import { focusComposer, isTouch } from '#web/browser/focus.ts';
import { drawer } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { IconButton } from './icon.tsx';

/** Where the focus was before the drawer was opened. */
let opener: Element | null = null;

export function closeDrawer(): void {
  drawer.value = 'none';
  // On a phone, the composer with the focus would open the keyboard.
  if (!isTouch()) focusComposer();
  else if (opener instanceof HTMLElement) opener.focus();
}

function goBack(): void {
  drawer.value = 'none';
  if (opener instanceof HTMLElement) opener.focus();
}

/** The drawer on the right: beside the messages, over them on a smaller screen, full screen on a phone. */
export function DrawerFrame({
  title,
  children,
  wide = false,
}: {
  title: string;
  children: ComponentChildren;
  wide?: boolean;
}) {
  const frame = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    opener = document.activeElement;
    const first = frame.current?.querySelector<HTMLElement>('input:enabled, [data-first]');
    // Without a field, or on a phone, whose keyboard would cover the drawer, it is read from its heading on.
    (isTouch() ? heading.current : (first ?? heading.current))?.focus();
    return closedByBack(goBack, true);
  }, []);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    closeDrawer();
  };
  return (
    <aside ref={frame} class={wide ? 'drawer wide' : 'drawer'} aria-label={title} onKeyDown={onKey}>
      <header class="drawer-head">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <IconButton icon="close" label={t.close} onClick={closeDrawer} keys="Esc" />
      </header>
      {children}
    </aside>
  );
}
