import { useLayoutEffect } from 'preact/hooks';
import { maxText, type Room } from '#dialects/web/protocol.ts';
import { focusComposer, isTouch } from '#web/browser/focus.ts';
import { keepDraft } from '#web/browser/drafts.ts';
import { composing, say } from '#web/browser/store.ts';
import * as typing from '#web/browser/typing.ts';
import { bytesOver } from '#web/model/composed.ts';
import { nameOf } from '#web/model/rooms.ts';
import { t } from '#web/words/texts.ts';
import { CompletionList, optionId } from './completion-list.tsx';
import { type ComposerDraft, useComposerDraft, useFittingField } from './composer-draft.ts';
import { ComposerNote, WhyNotWritable, TypingLine } from './composer-notes.tsx';
import { type ComposerSending, editLast, useComposerSending } from './composer-sending.ts';
import { pickEmoji } from './emoji-picker.tsx';
import { IconButton } from './icon.tsx';
import { type Suggestions, useSuggestions } from './suggestions.ts';

/** Characters that are inserted at once, at most: browsers lay out a longer text for seconds with each key. */
const maxInserted = 2 * maxText;

/** The composer: a field for messages, edits and commands. */
export function Composer({ room }: { room: Room }) {
  const draft = useComposerDraft(room);
  const suggestions = useSuggestions(draft.field, draft.set);
  const sending = useComposerSending(room, draft);
  const { editing, replyTo } = composing.value;

  useLayoutEffect(() => {
    if (editing) draft.set(editing.text);
    if (editing || replyTo) focusComposer();
  }, [editing, replyTo]);
  useLayoutEffect(() => {
    if (!isTouch()) focusComposer();
    return () => {
      composing.value = {};
      typing.stopped();
    };
  }, [room.id]);
  useFittingField(draft);

  const { offer } = suggestions;
  const { isSilent, over, maySend } = sending;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void sending.submit(suggestions.close);
      }}
    >
      <WhyNotWritable room={room} isSilent={isSilent} />
      <ComposerNote editing={editing} replyTo={replyTo} over={over} onCancel={sending.cancel} />
      {offer && <CompletionList list={offer.list} chosen={offer.chosen} onChoose={suggestions.accept} />}
      <div class="composer-field">
        <Field room={room} draft={draft} suggestions={suggestions} sending={sending} />
        <EmojiButton draft={draft} />
        <SendButton isDisabled={!maySend} />
      </div>
      <TypingLine room={room} />
    </form>
  );
}

interface FieldProps {
  readonly room: Room;
  readonly draft: ComposerDraft;
  readonly suggestions: Suggestions;
  readonly sending: ComposerSending;
}

function Field({ room, draft, suggestions, sending }: FieldProps) {
  const { text } = draft;
  const { offer } = suggestions;
  return (
    <textarea
      id="composer"
      ref={draft.field}
      rows={1}
      dir="auto"
      value={text.value}
      placeholder={t.write(nameOf(room))}
      aria-label={t.write(nameOf(room))}
      aria-describedby="composer-note"
      aria-invalid={sending.over > 0}
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
        if (!composing.peek().editing) keepDraft(nameOf(room), text.value);
        suggestions.suggest(false);
        typing.typed(room, text.value);
      }}
      onKeyDown={(event) => onKeyDown(event, { room, draft, suggestions, sending })}
      onBlur={suggestions.close}
    />
  );
}

function onKeyDown(event: KeyboardEvent, { room, draft: { text }, suggestions, sending }: FieldProps): void {
  const { editing, replyTo } = composing.peek();
  // An input method is composing characters, and uses the keys.
  if (event.isComposing || event.keyCode === 229) return;
  if (suggestions.onKey(event)) event.preventDefault();
  else if (event.key === 'Enter' && !event.shiftKey && !isTouch()) {
    event.preventDefault();
    void sending.submit(suggestions.close);
  } else if (event.key === 'Tab' && !event.shiftKey && text.value !== '') {
    if (suggestions.complete()) event.preventDefault();
  } else if (event.key === 'ArrowUp' && !event.ctrlKey && !event.altKey && text.value === '' && editLast(room)) {
    event.preventDefault();
  } else if (event.key === 'Escape' && (editing || replyTo)) {
    event.stopPropagation();
    sending.cancel();
  }
}

const EmojiButton = ({ draft }: { draft: ComposerDraft }) => (
  <IconButton
    icon="smile"
    label={t.emoji}
    onClick={({ currentTarget }) => {
      if (!(currentTarget instanceof Element)) return;
      pickEmoji(currentTarget, (sign) => {
        const { field, text } = draft;
        const at = field.current?.selectionStart ?? text.value.length;
        draft.set(`${text.value.slice(0, at)}${sign}${text.value.slice(at)}`, at + sign.length);
        focusComposer();
      });
    }}
  />
);

const SendButton = ({ isDisabled }: { isDisabled: boolean }) => (
  <button type="submit" class="send" aria-label={t.send} title={t.send} disabled={isDisabled}>
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d="M3 10l14-6.5L12.5 17 9.5 11.5z" />
    </svg>
  </button>
);
