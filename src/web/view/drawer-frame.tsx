import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { focusComposer } from '#web/browser/focus.ts';
import { drawer } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { IconButton } from './icon.tsx';

export function closeDrawer(): void {
  drawer.value = 'none';
  focusComposer();
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
  useLayoutEffect(() => frame.current?.querySelector<HTMLElement>('input, [data-first]')?.focus(), []);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    closeDrawer();
  };
  return (
    <aside ref={frame} class={wide ? 'drawer wide' : 'drawer'} aria-label={title} onKeyDown={onKey}>
      <header class="drawer-head">
        <h2>{title}</h2>
        <IconButton icon="close" label={t.close} onClick={closeDrawer} keys="Esc" />
      </header>
      {children}
    </aside>
  );
}
