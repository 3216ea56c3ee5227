import type { Message, Room } from '#dialects/web/protocol.ts';
import { useEffect } from 'preact/hooks';
import { announce } from '#web/browser/announce.ts';
import { refusalText } from '#web/browser/error-text.ts';
import { change, model } from '#web/browser/store.ts';
import { withoutMute } from '#web/model/mutes.ts';
import { t } from '#web/words/texts.ts';
import { IconButton } from './icon.tsx';

export interface ComposerNoteProps {
  readonly editing: Message | undefined;
  readonly replyTo: Message | undefined;
  /** The number of bytes by which the message is too long. */
  readonly over: number;
  readonly onCancel: () => void;
}

/** The note above the field about a reply or an edit. */
export function ComposerNote({ editing, replyTo, over, onCancel }: ComposerNoteProps) {
  const isOver = over > 0;
  useEffect(() => {
    // Once, and not with each letter.
    if (isOver) announce(t.tooLong(over), true);
  }, [isOver]);
  if (isOver) {
    return (
      <p class="composer-note error" id="composer-note">
        {t.tooLong(over)}
      </p>
    );
  }
  if (!editing && !replyTo) return null;
  return (
    <p class="composer-note" id="composer-note">
      <span>{editing ? t.editing : t.replyingTo(replyTo?.from.name ?? '')}</span>
      <span class="quote-text">{(editing ?? replyTo)?.text}</span>
      <IconButton icon="close" label={t.cancel} onClick={onCancel} keys="Esc" />
    </p>
  );
}

interface HindranceProps {
  readonly room: Room;
  /** The room is moderated, and the user has no voice. */
  readonly isSilent: boolean;
}

/** Why the user may not write here. The field stays, for commands and for what is to be said later. */
export function WhyNotWritable({ room, isSilent }: HindranceProps) {
  const { muted: mute } = room;
  const until = mute?.until;
  useEffect(() => {
    if (until === undefined) return undefined;
    const end = (): void => change((now) => withoutMute(now, room.id));
    // Browsers have no longer timer than this.
    const timer = setTimeout(end, Math.min(until - Date.now(), 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }, [room.id, until]);
  const text = mute ? refusalText('muted', mute) : isSilent ? t.mayNotWrite : undefined;
  useEffect(() => {
    if (text !== undefined) announce(text);
  }, [text]);
  return text === undefined ? null : <p class="composer-note">{text}</p>;
}

/** The users who are typing. The line is reserved, so that nothing moves. */
export function TypingLine({ room }: { room: Room }) {
  const typists = model.value.typists.filter((typist) => typist.room === room.id).map(({ user }) => user.name);
  return <p class="typing">{typists.length > 0 && t.typing(typists)}</p>;
}
