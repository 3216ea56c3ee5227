import { useEffect } from 'preact/hooks';
import type { Message, Reaction, RoomId } from '#dialects/web/protocol.ts';
import { react } from '#web/browser/message-actions.ts';
import { loadQuote, showMessage } from '#web/browser/windows.ts';
import { today } from '#web/browser/today.ts';
import { highlighted, model, withRoomOf } from '#web/browser/store.ts';
import { isMentioned } from '#web/model/rooms.ts';
import { nobody } from '#web/model/model.ts';
import { clockTime, dayOf, dayText, fullTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { isEmojiOnly } from '#web/words/emoji-only.ts';
import { inlineText, parseInline } from '#web/words/inline.ts';
import { sentWith } from '#web/words/sent-with.ts';
import { MarkedText } from './marked-text.tsx';
import { hueOf, PersonName, personNote } from './person-name.tsx';

/** Of another day than today, screen readers say the day as well. */
const Time = ({ id, at }: { id: string; at: number }) => (
  <time id={id} dateTime={new Date(at).toISOString()} title={fullTime(at)}>
    {dayOf(at) !== today.value && <span class="offscreen">{dayText(at, Date.now())} </span>}
    {clockTime(at)}
  </time>
);

type Part = 'by' | 'quote' | 'text' | 'reactions' | 'at';

/** The parts of a message have ids, so that together they name it for screen readers. */
const idOf = ({ seq }: Message, part: Part): string => `message-${seq}-${part}`;

const named = ['by', 'quote', 'text', 'reactions', 'at'] as const;

function Quote({ roomId, message }: { roomId: RoomId; message: Message }) {
  const { reply, replyTo } = message;
  useEffect(() => {
    if (replyTo !== undefined && !reply) withRoomOf(roomId, (room) => loadQuote(room, message.seq, replyTo));
  }, [replyTo, reply === undefined]);
  if (replyTo === undefined) return null;
  const isIgnored = reply !== undefined && model.value.ignored.some(({ id }) => id === reply.from.id);
  const quoted = reply?.redacted ? t.removed : inlineText(parseInline(reply?.text ?? t.earlierMessage));
  const text = isIgnored ? t.ignoredCount(1) : quoted;
  return (
    <button
      type="button"
      class="quote"
      id={idOf(message, 'quote')}
      onClick={() => withRoomOf(roomId, (room) => void showMessage(room, replyTo))}
    >
      <span class="offscreen">{t.spoken.repliesTo} </span>
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
  const summary = reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(', ');
  return (
    <div
      class="reactions"
      role="group"
      id={idOf(message, 'reactions')}
      aria-label={`${t.spoken.reactions}: ${summary}`}
    >
      {reactions.map(button)}
    </div>
  );
}

/** A badge with the protocol, the bot or the webhook, if the message was not sent with a page. */
function Way({ message }: { message: Message }) {
  const way = sentWith(message);
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
      <PersonName user={message.from} id={idOf(message, 'by')} />
      {note !== '' && <span class="note">{note}</span>}
      <Way message={message} />
      <Time id={idOf(message, 'at')} at={message.at} />
    </div>
  );
}

function textClass({ style, text }: Message): string {
  if (style === 'notice') return 'message-text notice';
  return isEmojiOnly(text) ? 'message-text emoji-only' : 'message-text';
}

function Text({ message }: { message: Message }) {
  const id = idOf(message, 'text');
  if (message.redacted) {
    return (
      <p class="gone" id={id}>
        ({t.removed})
      </p>
    );
  }
  return (
    <div class={textClass(message)} id={id}>
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
    highlighted.value === message.seq && 'lit',
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
    <div
      class={classOf(message, hasHead)}
      role="listitem"
      tabIndex={-1}
      aria-labelledby={named.map((part) => idOf(message, part)).join(' ')}
      data-seq={message.seq}
      data-key={message.seq}
    >
      {hasHead ? (
        <Head message={message} />
      ) : (
        <span class="gutter">
          {message.style !== 'action' && (
            <span class="offscreen" id={idOf(message, 'by')}>
              {message.from.name}{' '}
            </span>
          )}
          <Time id={idOf(message, 'at')} at={message.at} />
        </span>
      )}
      <Quote roomId={roomId} message={message} />
      <Text message={message} />
      <Reactions roomId={roomId} message={message} />
    </div>
  );
}
