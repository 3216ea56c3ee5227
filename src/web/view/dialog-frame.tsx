import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { closedByBack } from '#web/browser/back.ts';
import { focusComposer, isTouch } from '#web/browser/focus.ts';
import { dialog } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { IconButton } from './icon.tsx';
import { LiveRegion } from './live-region.tsx';
import { Toasts } from './toasts.tsx';

export const closeDialog = (): void => {
  dialog.value = undefined;
};

/** Does something, and closes the dialog if that has succeeded and no other one was opened since. */
export async function closeAfter(done: Promise<boolean>): Promise<void> {
  const open = dialog.peek();
  if ((await done) && dialog.peek() === open) closeDialog();
}

export interface DialogFrameProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** The title is only for screen readers. */
  readonly bare?: boolean;
  readonly class?: string;
}

/**
 * A modal dialog. The browser keeps the focus in it, closes it on Escape, and then restores the focus. `data-first`
 * marks the field that gets the focus first.
 */
export function DialogFrame({ title, children, bare = false, class: extra = '' }: DialogFrameProps) {
  const frame = useRef<HTMLDialogElement>(null);
  // The dialog is opened before the browser paints, so that it gets the next key.
  const isOpen = useRef(true);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const element = frame.current;
    element?.showModal();
    // On a phone, the keyboard would cover half of the dialog.
    if (!isTouch()) frame.current?.querySelector<HTMLElement>('[data-first]')?.focus();
    const end = closedByBack(closeDialog);
    return () => {
      end();
      // As long as it is open, nothing outside can have the focus.
      isOpen.current = false;
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
      else if (!isTouch()) focusComposer();
    };
  }, []);
  const onClick = (event: MouseEvent): void => {
    if (event.target === frame.current) closeDialog();
  };
  return (
    <dialog
      ref={frame}
      class={`dialog ${extra}`}
      aria-label={title}
      onClose={() => isOpen.current && closeDialog()}
      onClick={onClick}
    >
      <div class="dialog-body">
        {!bare && (
          <header>
            <h2>{title}</h2>
            <IconButton icon="close" label={t.close} onClick={closeDialog} />
          </header>
        )}
        {children}
      </div>
      <Toasts />
      <LiveRegion />
    </dialog>
  );
}
