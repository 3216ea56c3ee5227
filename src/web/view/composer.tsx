import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { maxText } from '#dialects/web/protocol.ts';
import type { Room } from '#dialects/web/protocol.ts';
import { edit } from '#web/browser/actions.ts';
import { candidatesFor } from '#web/browser/candidates.ts';
import { runCommand } from '#web/browser/commands.ts';
import { emojiList, loadEmoji } from '#web/browser/emoji.ts';
import { focusComposer, isTouch } from '#web/browser/focus.ts';
import { post } from '#web/browser/outbox.ts';
import { keepDraft, keptDraft } from '#web/browser/storage.ts';
import { composing, model, openTimeline, self } from '#web/browser/store.ts';
import * as typing from '#web/browser/typing.ts';
import { type Candidate, type Completable, completable, completed } from '#web/model/completion.ts';
import { nameOf } from '#web/model/rooms.ts';
import { lastOf } from '#web/model/timeline.ts';
import { t } from '#web/words/texts.ts';
import { CompletionList, optionId } from './completion-list.tsx';
import { ComposerNote, TypingLine } from './composer-notes.tsx';
import { pickEmoji } from './emoji-picker.tsx';
import { IconButton } from './icon.tsx';

interface Offer {
  readonly word: Completable;
  readonly list: readonly Candidate[];
  readonly chosen: number;
}

const encoder = new TextEncoder();
const bytesOver = (text: string): number => encoder.encode(text).length - maxText;

/** Where the composer writes messages, edits them, and takes commands. */
export function Composer({ room }: { room: Room }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(keptDraft(nameOf(room)));
  const offer = useSignal<Offer | undefined>(undefined);
  /** Where the caret belongs once the text is in the field. */
  const nextCaret = useRef<number>(undefined);
  const { editing, replyTo } = composing.value;

  const setText = (value: string, caret = value.length): void => {
    text.value = value;
    if (!composing.peek().editing) keepDraft(nameOf(room), value);
    nextCaret.current = caret;
  };
  const suggest = (asked: boolean): void => {
    const area = field.current;
    const word = area ? completable(area.value, area.selectionStart, asked) : undefined;
    // By the time they are there, more may have been typed.
    if (word?.kind === 'emoji' && !emojiList.peek()) void loadEmoji().then(() => emojiList.peek() && suggest(asked));
    if (word) refresh(word);
    else offer.value = undefined;
  };
  const refresh = (word: Completable): void => {
    const isBare = word.kind === 'person' && field.current?.value.charAt(word.from) !== '@';
    const list = candidatesFor(word, isBare);
    offer.value = list.length > 0 ? { word, list, chosen: 0 } : undefined;
  };
  const accept = (candidate: Candidate): void => {
    const area = field.current;
    if (!area || !offer.value) return;
    const done = completed(area.value, area.selectionStart, offer.value.word, candidate);
    offer.value = undefined;
    setText(done.text, done.caret);
    area.focus();
  };
  const cancel = (): void => {
    composing.value = {};
    text.value = keptDraft(nameOf(room));
  };
  const submit = async (): Promise<void> => {
    const value = text.value.replace(/\s+$/, '');
    if (value === '' || bytesOver(value) > 0) return;
    offer.value = undefined;
    if (editing) {
      if (value === editing.text || (await edit(room, editing, value))) cancel();
      return;
    }
    const isCommand = value.startsWith('/') && !value.startsWith('//');
    if (isCommand) {
      if (await runCommand(room, value)) setText('');
      return;
    }
    const plain = value.startsWith('//') ? value.slice(1) : value;
    if (!post(room, plain, replyTo ? { replyTo: replyTo.seq } : {})) return;
    typing.sent();
    composing.value = {};
    setText('');
  };
  const editLast = (): boolean => {
    const window = model.peek().server?.editWindow;
    const since = window === undefined ? 0 : Date.now() - window * 1000;
    const last = lastOf(openTimeline.peek(), self.peek(), since);
    if (last) composing.value = { editing: last };
    return last !== undefined;
  };
  /** True: the key was used by the list of suggestions. */
  const onOfferKey = (event: KeyboardEvent, { list, chosen, word }: Offer): boolean => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const candidate = list[chosen];
    if (move !== undefined) offer.value = { list, word, chosen: (chosen + move + list.length) % list.length };
    else if (event.key === 'Escape') offer.value = undefined;
    else if (candidate && (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey))) {
      // What is written in full is sent, not completed once more.
      const written = text.value.slice(word.from, field.current?.selectionStart);
      if (event.key === 'Enter' && candidate.insert === written) return false;
      accept(candidate);
    } else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // An input method is choosing characters: its keys are its own.
    if (event.isComposing || event.keyCode === 229) return;
    if (offer.value && onOfferKey(event, offer.value)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey && !isTouch()) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Tab' && !event.shiftKey && text.value !== '') {
      suggest(true);
      const only = offer.peek();
      if (only?.list.length === 1 && only.list[0]) accept(only.list[0]);
      if (only) event.preventDefault();
    } else if (event.key === 'ArrowUp' && !event.ctrlKey && !event.altKey && text.value === '' && editLast()) {
      event.preventDefault();
    } else if (event.key === 'Escape' && (editing || replyTo)) {
      event.stopPropagation();
      cancel();
    }
  };

  useLayoutEffect(() => {
    if (editing) setText(editing.text);
    if (editing || replyTo) focusComposer();
  }, [editing, replyTo]);
  useLayoutEffect(() => {
    if (!isTouch()) focusComposer();
    return () => {
      composing.value = {};
      typing.stopped();
    };
  }, [room.id]);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 8 * 22 + 18)}px`;
    if (nextCaret.current !== undefined) area.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = undefined;
  }, [text.value]);

  const isSilent = room.settings?.moderated !== undefined && room.role === 'member' && !model.value.serverRole;
  const over = bytesOver(text.value);
  const now = offer.value;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ComposerNote editing={editing} replyTo={replyTo} over={over} onCancel={cancel} />
      {now && <CompletionList list={now.list} chosen={now.chosen} onChoose={accept} />}
      <div class="composer-field">
        <textarea
          id="composer"
          ref={field}
          rows={1}
          value={text.value}
          placeholder={isSilent ? t.mayNotWrite : t.write(nameOf(room))}
          disabled={isSilent}
          aria-label={t.write(nameOf(room))}
          {...(now && { 'aria-controls': 'suggestions' })}
          aria-autocomplete="list"
          {...(now && { 'aria-activedescendant': optionId(now.chosen) })}
          enterkeyhint="send"
          autocomplete="off"
          onInput={(event) => {
            text.value = event.currentTarget.value;
            if (!editing) keepDraft(nameOf(room), text.value);
            suggest(false);
            typing.typed(room, text.value);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => (offer.value = undefined)}
        />
        <IconButton
          icon="smile"
          label={t.emoji}
          onClick={({ currentTarget }) => {
            if (!(currentTarget instanceof Element)) return;
            pickEmoji(currentTarget, (sign) => {
              setText(`${text.value}${sign}`);
              focusComposer();
            });
          }}
        />
        <button
          type="submit"
          class="send"
          aria-label={t.send}
          title={t.send}
          disabled={text.value.trim() === '' || over > 0}
        >
          <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <path d="M3 10l14-6.5L12.5 17 9.5 11.5z" />
          </svg>
        </button>
      </div>
      <TypingLine room={room} />
    </form>
  );
}
