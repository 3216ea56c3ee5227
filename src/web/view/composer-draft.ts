import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Room } from '#dialects/web/protocol.ts';
import { keepDraft, keptDraft } from '#web/browser/drafts.ts';
import { composing } from '#web/browser/store.ts';
import { nameOf } from '#web/model/rooms.ts';

/** The greatest height of the field, in CSS pixels: eight lines and its padding. */
const maxHeight = 8 * 22 + 18;

/** The text in the composer's field. */
export interface ComposerDraft {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: Signal<string>;
  /** Puts a text into the field, with the caret at that place, or at its end. It is kept as the draft of the room. */
  set(value: string, caret?: number): void;
  /** The caret is put there after the next rendering. */
  readonly nextCaret: { current: number | undefined };
}

export function useComposerDraft(room: Room): ComposerDraft {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(keptDraft(nameOf(room)));
  const nextCaret = useRef<number>(undefined);
  return {
    field,
    text,
    nextCaret,
    set(value, caret = value.length) {
      text.value = value;
      if (!composing.peek().editing) keepDraft(nameOf(room), value);
      nextCaret.current = caret;
    },
  };
}

/** Makes the field as high as its text, and puts the caret where it is wanted. */
export function useFittingField({ field, text, nextCaret }: ComposerDraft): void {
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, maxHeight)}px`;
    if (nextCaret.current !== undefined) area.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = undefined;
  }, [text.value]);
}
