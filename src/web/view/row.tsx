import { signal, useSignal } from '@preact/signals';
import type { RoomId, Shown } from '#dialects/web/protocol.ts';
import { copy } from '#web/browser/copy.ts';
import { discard, retry } from '#web/browser/outbox.ts';
import type { Pending } from '#web/model/outbox.ts';
import { joinsAndLeavesOf, type Row } from '#web/model/rows.ts';
import { self } from '#web/browser/store.ts';
import { today } from '#web/browser/today.ts';
import { clockTime, dayText } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { eventText } from './event-text.ts';
import { Icon } from './icon.tsx';
import { MarkedText } from './marked-text.tsx';
import { MessageRow } from './message.tsx';
import { PersonName } from './person-name.tsx';

function Failed({ pending }: { pending: Pending }) {
  return (
    <div class="failed">
      <span>
        {t.notSent} {pending.error}
      </span>
      <button type="button" class="quiet" onClick={() => retry(pending.once)}>
        {t.retry}
      </button>
      <span aria-hidden="true">·</span>
      <button type="button" class="quiet" onClick={() => void copy(pending.text)}>
        {t.copy}
      </button>
      <span aria-hidden="true">·</span>
      <button type="button" class="quiet" onClick={() => discard(pending.once)}>
        {t.discard}
      </button>
    </div>
  );
}

export function PendingRow({ pending, first }: { pending: Pending; first: boolean }) {
  const isAction = pending.style === 'action';
  return (
    <div
      class={`row message pending ${first && !isAction ? 'first' : ''} ${pending.state}`}
      role="listitem"
      data-key={pending.once}
    >
      {first && !isAction ? (
        <div class="message-head">
          <PersonName user={self.value} />
          <span class="note">{t.you}</span>
        </div>
      ) : (
        <span class="gutter" />
      )}
      <div class="message-text">
        {isAction && <PersonName user={self.value} />}
        <MarkedText text={pending.text} />
      </div>
      {pending.state === 'failed' ? (
        <Failed pending={pending} />
      ) : (
        <span class="waiting" title={t.pending}>
          <Icon name="clock" />
          <span class="offscreen">{t.pending}</span>
        </span>
      )}
    </div>
  );
}

/** Up to three users are named, more are counted. */
function joinsAndLeavesText(entries: readonly Shown[]): string {
  const { joined, left } = joinsAndLeavesOf(entries);
  const isLong = joined.length + left.length > 3;
  const parts = [
    joined.length > 0 && (isLong ? t.joinedCount(joined.length) : t.joinedList(joined)),
    left.length > 0 && (isLong ? t.leftCount(left.length) : t.leftList(left)),
  ];
  return parts.filter(Boolean).join(', ');
}

/** Names that are shown, at most, of users who joined or left. */
const maxNamed = 100;

/** The names of users who joined or left, where only their number is shown. */
function joinsAndLeavesNames(entries: readonly Shown[]): string {
  const { joined, left } = joinsAndLeavesOf(entries);
  const all = [...joined, ...left];
  if (all.length <= 3) return '';
  const shown = all.slice(0, maxNamed).join(', ');
  return all.length > maxNamed ? `${shown} ${t.andMore(all.length - maxNamed)}` : shown;
}

interface NoteProps {
  readonly at: number;
  readonly text: string;
  readonly rowKey: string;
  /** What a click on the text shows. */
  readonly more?: string;
}

function Note({ at, text, rowKey, more = '' }: NoteProps) {
  const isOpen = useSignal(false);
  return (
    <div class="row event" role="listitem" data-key={rowKey}>
      <span class="gutter">
        <time dateTime={new Date(at).toISOString()}>{clockTime(at)}</time>
      </span>
      {more === '' ? (
        <p>{text}</p>
      ) : (
        <button
          type="button"
          class="joins-and-leaves"
          title={more}
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {text}
          {isOpen.value && `: ${more}`}
        </button>
      )}
    </div>
  );
}

/** Ignored users whose messages are shown, until the page is reloaded. */
export const ignoredShown = signal(false);

function IgnoredRow({ count, rowKey }: { count: number; rowKey: string }) {
  return (
    <div class="row event" role="listitem" data-key={rowKey}>
      <span class="gutter" />
      <p>
        {t.ignoredCount(count)}{' '}
        <button type="button" class="quiet" onClick={() => (ignoredShown.value = true)}>
          {t.showIgnored}
        </button>
      </p>
    </div>
  );
}

function Day({ at, rowKey }: { at: number; rowKey: string }) {
  // Drawn anew when another day begins.
  void today.value;
  return (
    <div class="row day" role="listitem" data-key={rowKey}>
      <h2>{dayText(at, Date.now())}</h2>
    </div>
  );
}

/** One row of a room. */
export function RowView({ row, roomId }: { row: Row; roomId: RoomId }) {
  switch (row.kind) {
    case 'day':
      return <Day at={row.at} rowKey={row.key} />;
    case 'new':
      return (
        <div class="row new-line" role="listitem" data-key="new">
          <h2 aria-label={t.spoken.newMessages}>{t.newLine}</h2>
        </div>
      );
    case 'message':
      return <MessageRow roomId={roomId} message={row.message} first={row.first} />;
    case 'joins-and-leaves':
      return (
        <Note
          at={row.entries[0]?.at ?? 0}
          text={joinsAndLeavesText(row.entries)}
          more={joinsAndLeavesNames(row.entries)}
          rowKey={row.key}
        />
      );
    case 'event':
      return <Note at={row.entry.at} text={eventText(row.entry) ?? ''} rowKey={row.key} />;
    case 'ignored':
      return <IgnoredRow count={row.count} rowKey={row.key} />;
    case 'pending':
      return <PendingRow pending={row.pending} first={row.first} />;
  }
}
