import { useEffect } from 'preact/hooks';
import type { Message, Reaction, RoomId } from '#dialects/web/protocol.ts';
import { react } from '#web/browser/actions.ts';
import { loadQuote, showMessage } from '#web/browser/windows.ts';
import { lit, model, withRoomOf } from '#web/browser/store.ts';
import { isMentioned } from '#web/model/rooms.ts';
import { nobody } from '#web/model/model.ts';
import { clockTime, fullTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { isEmojiOnly } from '#web/words/emoji-only.ts';
import { inlineText, parseInline } from '#web/words/inline.ts';
import { wayOf } from '#web/words/way.ts';
import { MarkedText } from './marked-text.tsx';
import { hueOf, PersonName, personNote } from './person-name.tsx';

const Time = ({ at }: { at: number }) => (
  <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
    {clockTime(at)}
  </time>
);

function Quote({ roomId, message }: { roomId: RoomId; message: Message }) {
  const { reply, replyTo } = message;
  useEffect(() => {
    if (replyTo !== undefined && !reply) withRoomOf(roomId, (room) => loadQuote(room, message.seq, replyTo));
  }, [replyTo, reply === undefined]);
  if (replyTo === undefined) return null;
  const text = reply?.redacted ? t.removed : inlineText(parseInline(reply?.text ?? t.earlierMessage));
  return (
    <button
      type="button"
      class="quote"
      onClick={() => withRoomOf(roomId, (room) => void showMessage(room, replyTo))}
      title={t.repliesTo}
    >
      {reply && <span class={hueOf(reply.from)}>{reply.from.name}</span>} <span class="quote-text">{text}</span>
    </button>
  );
}

function Reactions({ roomId, message }: { roomId: RoomId; message: Message }) {
  const { reactions = [] } = message;
  if (reactions.length === 0) return null;
  const button = ({ emoji, count, users, mine }: Reaction) => (
    <button
      key={emoji}
      type="button"
      class="reaction"
      aria-pressed={mine}
      title={users.join(', ')}
      aria-label={t.reaction(emoji, count, users)}
      onClick={() => withRoomOf(roomId, (room) => void react(room, message, emoji))}
    >
      {emoji} <span class="reaction-count">{count}</span>
    </button>
  );
  return <div class="reactions">{reactions.map(button)}</div>;
}

/** A badge with the protocol, the bot or the webhook, if the message was not sent with a page. */
function Way({ message }: { message: Message }) {
  const way = wayOf(message);
  if (way === undefined) return null;
  return (
    <span class="via" title={way.title}>
      {way.label}
    </span>
  );
}

function Head({ message }: { message: Message }) {
  const note = personNote(message.from);
  return (
    <div class="message-head">
      <PersonName user={message.from} />
      {note !== '' && <span class="note">{note}</span>}
      <Way message={message} />
      <Time at={message.at} />
    </div>
  );
}

function textClass({ style, text }: Message): string {
  if (style === 'notice') return 'message-text notice';
  return isEmojiOnly(text) ? 'message-text emoji-only' : 'message-text';
}

function Text({ message }: { message: Message }) {
  if (message.redacted) return <p class="gone">({t.removed})</p>;
  return (
    <div class={textClass(message)}>
      {message.style === 'action' && <PersonName user={message.from} />}
      <MarkedText text={message.text} />
      {message.edited && <span class="edited">({t.edited})</span>}
      {message.style === 'action' && message.by && <Way message={message} />}
    </div>
  );
}

function classOf(message: Message, first: boolean): string {
  const self = model.peek().self ?? nobody;
  const states = [
    first && 'first',
    message.style === 'action' && 'action',
    isMentioned(message, self) && 'mentions-me',
    lit.value === message.seq && 'lit',
  ];
  return ['row', 'message', ...states.filter(Boolean)].join(' ');
}

export interface MessageProps {
  /** The id and not the room, which changes with every message. */
  readonly roomId: RoomId;
  readonly message: Message;
  readonly first: boolean;
}

/** Rendered again only when the message itself has changed: signals compare the properties. */
export function MessageRow({ roomId, message, first }: MessageProps) {
  const hasHead = first && message.style !== 'action';
  return (
    <div class={classOf(message, hasHead)} role="listitem" tabIndex={-1} data-seq={message.seq} data-key={message.seq}>
      {hasHead ? (
        <Head message={message} />
      ) : (
        <span class="gutter">
          <Time at={message.at} />
        </span>
      )}
      <Quote roomId={roomId} message={message} />
      <Text message={message} />
      <Reactions roomId={roomId} message={message} />
    </div>
  );
}
