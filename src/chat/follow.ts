import { type Entry, isChannel, isImported, type Seq } from './event.ts';
import type { Hub } from './hub.ts';
import type { CatchUp, Seat } from './seat.ts';
import type { Frame } from './session.ts';
import { inboxOf, type Readable, type Store } from './store.ts';

/** Entries read at a time. */
const page = 200;
/** Bytes written before the peer has to have taken them; the outbox of a link holds more. */
const portion = 128 * 1024;

/**
 * Brings a session from where it stands to the present. While it is behind it hears nothing live and asks nothing more;
 * it reads at the pace its peer takes it, and goes live in the turn in which nothing is left to read. `done` is called
 * then, or when the session ends before.
 */
export function follow(hub: Hub, store: Store, seat: Seat, from: CatchUp, done: () => void): void {
  const begun = seat.catchUp !== undefined;
  seat.behind = true;
  seat.catchUp = from;
  if (begun) return;
  hub.afterBatch(() => {
    catchUp(hub, store, seat, done).catch((error: unknown) => hub.failed(error, seat));
  });
}

async function catchUp(hub: Hub, store: Store, seat: Seat, done: () => void): Promise<void> {
  const from = seat.catchUp;
  if (!from) return;
  let at = Math.min(from.rooms, from.inbox);
  while (!seat.closing) {
    const entries = store.merged(readable(hub, store, seat, from, at), page);
    const last = entries.at(-1);
    if (!last) break;
    at = last.seq;
    for (const frames of portions(rendered(seat, entries, from.back))) {
      if (seat.closing) break;
      seat.session.send(frames);
      await seat.session.outbox.drained();
    }
  }
  seat.behind = false;
  seat.catchUp = undefined;
  seat.answered = undefined;
  done();
  if (seat.held) hub.intake.resume();
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

/** What it hears, private words too, from `at` on, as far as it was there: never beyond what has been shown. */
function readable(hub: Hub, store: Store, seat: Seat, from: CatchUp, at: Seq): readonly Readable[] {
  const before = hub.shown + 1;
  const rooms = seat.heard.map((room) => {
    const member = store.member(room, seat.user);
    return { room, after: Math.max(at, from.rooms, (member?.joined ?? before) - 1), before };
  });
  const inbox = { room: inboxOf(seat.user), after: Math.max(at, from.inbox), before };
  return seat.session.takesMail ? [...rooms, inbox] : rooms;
}

function rendered(seat: Seat, entries: readonly Entry[], back: Seq): readonly Frame[] {
  const frames: Frame[] = [];
  for (const entry of entries) {
    if (seat.answered?.has(entry.seq) || isImported(entry)) continue;
    const own = entry.from.id === seat.user;
    const waited = entry.seq < back && isPrivate(entry);
    if (isPrivate(entry) && entry.room && !seat.session.hears(entry.room)) continue;
    // While it was away, the user's other sessions may have spoken; that is no mail.
    if (own && waited) continue;
    const frame = seat.session.render(entry, own ? 'self' : waited ? 'waited' : 'other');
    if (frame) frames.push(frame);
  }
  return frames;
}

const isPrivate = ({ room }: Entry): boolean => room !== undefined && !isChannel(room);
