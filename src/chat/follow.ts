import { type Entry, isChannel, type Seq } from './event.ts';
import type { Hub } from './hub.ts';
import type { Seat } from './seat.ts';
import type { Frame } from './session.ts';
import { inboxOf, type Readable, type Store } from './store.ts';

/** Entries read at a time. */
const page = 200;
/** Bytes written before the peer has to have taken them; the outbox of a link holds more. */
const portion = 128 * 1024;

/**
 * Brings a session from `after` to the present. While it is behind it hears nothing live and asks nothing more; it
 * reads at the pace its peer takes it, and goes live in the turn in which nothing is left to read.
 */
export function follow(hub: Hub, store: Store, seat: Seat, after: Seq, drained: () => Promise<void>): void {
  seat.behind = true;
  hub.afterBatch(() => {
    catchUp(after).catch((error: unknown) => hub.failed(error, seat));
  });

  async function catchUp(from: Seq): Promise<void> {
    let at = from;
    while (!seat.closing) {
      const entries = store.merged(readable(hub, store, seat, at), page);
      const last = entries.at(-1);
      if (!last) break;
      at = last.seq;
      for (const frames of portions(rendered(seat, entries))) {
        if (seat.closing) break;
        seat.session.send(frames);
        await drained();
      }
    }
    seat.behind = false;
    seat.answered = undefined;
    if (seat.held) hub.intake.resume();
  }
}

/** One portion at a time waits in the outbox, however long the entries of a page are. */
function* portions(frames: readonly Frame[]): Iterable<readonly Frame[]> {
  let from = 0;
  let bytes = 0;
  for (const [at, frame] of frames.entries()) {
    bytes += frame.length;
    if (bytes < portion) continue;
    yield frames.slice(from, at + 1);
    from = at + 1;
    bytes = 0;
  }
  if (from < frames.length) yield frames.slice(from);
}

/** What it hears, private words too, from `after` on, as far as it was there: never beyond what has been shown. */
function readable(hub: Hub, store: Store, seat: Seat, after: Seq): readonly Readable[] {
  const before = hub.shown + 1;
  const rooms = seat.heard.map((room) => {
    const member = store.member(room, seat.user);
    return { room, after: Math.max(after, (member?.joined ?? before) - 1), before };
  });
  return [...rooms, { room: inboxOf(seat.user), after, before }];
}

function rendered(seat: Seat, entries: readonly Entry[]): readonly Frame[] {
  const frames: Frame[] = [];
  for (const entry of entries) {
    if (seat.answered?.has(entry.seq)) continue;
    if (entry.room && !isChannel(entry.room) && !seat.session.hears(entry.room)) continue;
    const frame = seat.session.render(entry, entry.from.id === seat.user ? 'self' : 'other');
    if (frame) frames.push(frame);
  }
  return frames;
}
