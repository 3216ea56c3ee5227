import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { candidatesFor } from '#web/browser/candidates.ts';
import { emojiList, loadEmoji } from '#web/browser/emoji.ts';
import { commandList, loadCommands } from '#web/browser/typed-commands.ts';
import { type Candidate, type Completable, completable, completed } from '#web/model/completion.ts';

/** The completions of the word before the caret. */
export interface Offer {
  readonly word: Completable;
  readonly list: readonly Candidate[];
  readonly chosen: number;
}

export interface Suggestions {
  readonly offer: Offer | undefined;
  /** Updates the completions for the word before the caret. `asked`: Tab was pressed. */
  suggest(asked: boolean): void;
  accept(candidate: Candidate): void;
  close(): void;
  /** True: the list has used the key. */
  onKey(event: KeyboardEvent): boolean;
  /** Completes the word before the caret, or offers completions. False: there are none. */
  complete(): boolean;
}

/** Completion in a text field. `setText`: replaces the text and sets the caret. */
export function useSuggestions(
  field: RefObject<HTMLTextAreaElement | null>,
  setText: (text: string, caret: number) => void,
): Suggestions {
  const offer = useSignal<Offer | undefined>(undefined);

  const refresh = (word: Completable): void => {
    const isBare = word.kind === 'person' && field.current?.value.charAt(word.from) !== '@';
    const list = candidatesFor(word, isBare);
    offer.value = list.length > 0 ? { word, list, chosen: 0 } : undefined;
  };
  const suggest = (asked: boolean): void => {
    const area = field.current;
    const word = area ? completable(area.value, area.selectionStart, asked) : undefined;
    // When they are loaded, more may have been typed.
    if (word?.kind === 'emoji' && !emojiList.peek()) void loadEmoji().then(() => emojiList.peek() && suggest(asked));
    if (word?.kind === 'command' && !commandList.peek()) {
      void loadCommands().then(() => commandList.peek() && suggest(asked));
    }
    if (word) refresh(word);
    else offer.value = undefined;
  };
  const accept = (candidate: Candidate): void => {
    const area = field.current;
    if (!area || !offer.value) return;
    const done = completed(area.value, area.selectionStart, offer.value.word, candidate);
    offer.value = undefined;
    setText(done.text, done.caret);
    area.focus();
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const now = offer.value;
    if (!now) return false;
    const { list, chosen, word } = now;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const candidate = list[chosen];
    if (move !== undefined) offer.value = { list, word, chosen: (chosen + move + list.length) % list.length };
    else if (event.key === 'Escape') offer.value = undefined;
    else if (candidate && (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey))) {
      // A complete word is not completed again: Enter sends the message.
      const written = field.current?.value.slice(word.from, field.current.selectionStart);
      if (event.key === 'Enter' && candidate.insert === written) return false;
      accept(candidate);
    } else return false;
    return true;
  };
  const complete = (): boolean => {
    suggest(true);
    const only = offer.peek();
    if (only?.list.length === 1 && only.list[0]) accept(only.list[0]);
    return only !== undefined;
  };
  const close = (): void => {
    offer.value = undefined;
  };
  return { offer: offer.value, suggest, accept, close, onKey, complete };
}
