import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { maxText, type Room } from '#dialects/web/protocol.ts';
import { edit } from '#web/browser/actions.ts';
import { focusComposer, isTouch } from '#web/browser/focus.ts';
import { post } from '#web/browser/outbox.ts';
import { keepDraft, keptDraft } from '#web/browser/drafts.ts';
import { composing, model, openTimeline, say, self } from '#web/browser/store.ts';
import { runTyped } from '#web/browser/typed-commands.ts';
import * as typing from '#web/browser/typing.ts';
import { bytesOver, isCommand, messageOf } from '#web/model/composed.ts';
import { nameOf } from '#web/model/rooms.ts';
import { lastOf } from '#web/model/timeline.ts';
import { t } from '#web/words/texts.ts';
import { CompletionList, optionId } from './completion-list.tsx';
import { ComposerNote, Hindrance, TypingLine } from './composer-notes.tsx';
import { pickEmoji } from './emoji-picker.tsx';
import { IconButton } from './icon.tsx';
import { useSuggestions } from './suggestions.ts';

/** Characters that are inserted at once, at most: browsers lay out a longer text for seconds with each key. */
const maxInserted = 2 * maxText;

/** The composer: a field for messages, edits and commands. */
export function Composer({ room }: { room: Room }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(keptDraft(nameOf(room)));
  /** The place of the caret after the text was put into the field. */
  const nextCaret = useRef<number>(undefined);
  /** The edit or command that is not answered yet. */
  const underWay = useRef<string>(undefined);
  const { editing, replyTo } = composing.value;

  const setText = (value: string, caret = value.length): void => {
    text.value = value;
    if (!composing.peek().editing) keepDraft(nameOf(room), value);
    nextCaret.current = caret;
  };
  const suggestions = useSuggestions(field, setText);
  const isSilent = room.settings?.moderated !== undefined && room.role === 'member' && !model.value.serverRole;
  const tooMuch = (typed: string): number => bytesOver(editing ? typed : messageOf(typed));
  const cancel = (): void => {
    composing.value = {};
    text.value = keptDraft(nameOf(room));
  };
  /** Does what takes time, once, and then empties the field, unless something else was typed or begun since. */
  const finish = async (value: string, run: () => Promise<boolean>, end: () => void): Promise<void> => {
    if (underWay.current === value) return;
    underWay.current = value;
    const isDone = await run();
    underWay.current = undefined;
    if (isDone && field.current && text.peek().trimEnd() === value && composing.peek().editing === editing) end();
    // The room was left meanwhile, with the command as its draft.
    else if (isDone && !field.current && keptDraft(nameOf(room)).trimEnd() === value) keepDraft(nameOf(room), '');
  };
  const submit = async (): Promise<void> => {
    const value = text.value.trimEnd();
    if (value === '' || tooMuch(value) > 0 || (isSilent && !isCommand(value))) return;
    suggestions.close();
    if (editing) {
      if (value === editing.text) return cancel();
      return finish(value, () => edit(room, editing, value), cancel);
    }
    if (isCommand(value)) {
      return finish(
        value,
        () => runTyped(room, value),
        () => setText(''),
      );
    }
    if (!post(room, messageOf(value), replyTo ? { replyTo: replyTo.seq } : {})) return;
    typing.sent();
    composing.value = {};
    setText('');
  };
  const editLast = (): boolean => {
    // The message that is still being sent is meant, not an older one.
    if (model.peek().outbox.some((pending) => pending.room === room.id && pending.state !== 'failed')) return false;
    const window = model.peek().server?.editWindow;
    const since = window === undefined ? 0 : Date.now() - window * 1000;
    const last = lastOf(openTimeline.peek(), self.peek(), since);
    if (last) composing.value = { editing: last };
    return last !== undefined;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // An input method is composing characters, and uses the keys.
    if (event.isComposing || event.keyCode === 229) return;
    if (suggestions.onKey(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey && !isTouch()) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Tab' && !event.shiftKey && text.value !== '') {
      if (suggestions.complete()) event.preventDefault();
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

  const over = tooMuch(text.value);
  const { offer } = suggestions;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Hindrance room={room} isSilent={isSilent} />
      <ComposerNote editing={editing} replyTo={replyTo} over={over} onCancel={cancel} />
      {offer && <CompletionList list={offer.list} chosen={offer.chosen} onChoose={suggestions.accept} />}
      <div class="composer-field">
        <textarea
          id="composer"
          ref={field}
          rows={1}
          dir="auto"
          value={text.value}
          placeholder={t.write(nameOf(room))}
          aria-label={t.write(nameOf(room))}
          aria-describedby="composer-note"
          aria-invalid={over > 0}
          {...(offer && { 'aria-controls': 'suggestions' })}
          aria-autocomplete="list"
          {...(offer && { 'aria-activedescendant': optionId(offer.chosen) })}
          enterkeyhint="send"
          autocomplete="off"
          onBeforeInput={(event) => {
            const { data } = event;
            if (data === null || data.length <= maxInserted) return;
            event.preventDefault();
            say(t.tooLong(bytesOver(data)), true);
          }}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            if (!editing) keepDraft(nameOf(room), text.value);
            suggestions.suggest(false);
            typing.typed(room, text.value);
          }}
          onKeyDown={onKeyDown}
          onBlur={suggestions.close}
        />
        <IconButton
          icon="smile"
          label={t.emoji}
          onClick={({ currentTarget }) => {
            if (!(currentTarget instanceof Element)) return;
            pickEmoji(currentTarget, (sign) => {
              const at = field.current?.selectionStart ?? text.value.length;
              setText(`${text.value.slice(0, at)}${sign}${text.value.slice(at)}`, at + sign.length);
              focusComposer();
            });
          }}
        />
        <button
          type="submit"
          class="send"
          aria-label={t.send}
          title={t.send}
          disabled={text.value.trim() === '' || over > 0 || (isSilent && !isCommand(text.value))}
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
