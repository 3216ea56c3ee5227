import type { Store } from '#chat/ports.ts';
import { giveAnswers } from './answers.ts';
import type { Behind } from './behind.ts';
import type { Delivery } from './delivery.ts';
import { type Entry, isChannel, isImported, type Seq } from '#chat/event.ts';
import { hasRoom, roomBytes } from './fair-turns.ts';
import type { Hub } from './hub.ts';
import { nextPage } from './pages.ts';
import type { RecentEntry } from './recent.ts';
import type { Seat } from './seat.ts';

/**
 * Lets a seat that is behind read on: one portion of what it missed, merged with its answers by their place. It goes
 * live in the turn in which nothing is left to read. Returns whether there is more.
 */
export function readOn(hub: Hub, store: Store, seat: Seat, behind: Behind, delivery: Delivery): boolean {
  noteTaken(hub, seat, behind);
  if (behind.lost) {
    hub.close(seat);
    return false;
  }
  const shown = Math.min(hub.shown, behind.last);
  const size = { limit: behind.page, length: roomBytes };
  const { entries, upto, more } = nextPage(store, behind.readable(shown), shown, size);
  const used = show(hub, seat, behind, merge(entries, recentFor(hub, seat, behind, upto, delivery)), delivery);
  if (used >= 0) behind.turnPage(used, used >= behind.page);
  if (used < 0 || seat.unsent >= roomBytes) return true;
  if (!reach(hub, seat, behind, upto, delivery)) return true;
  if (more || !hasRoom(seat)) return true;
  if (seat.behind?.before) {
    seat.behind.firstDone();
    return true;
  }
  hub.goLive(seat);
  return false;
}

/** Who is here, as far as it is remembered; for a session that has just come, it is what it finds. */
function recentFor(hub: Hub, seat: Seat, behind: Behind, upto: Seq, delivery: Delivery): readonly Entry[] {
  const after = Math.max(behind.reached, behind.since);
  if (after >= upto) return [];
  if (!hub.recent.covers(after) && !behind.rosterTold) {
    behind.rosterTold = true;
    const frame = seat.format.render({ kind: 'roster' }, 'other');
    if (frame) delivery.out.push(seat, frame);
  }
  const concerns = ({ entry, rooms, own }: RecentEntry): boolean =>
    (own && entry.from.id === behind.user) || rooms.some((room) => behind.heard(room, entry.seq));
  return hub.recent
    .between(after, upto)
    .filter(concerns)
    .map(({ entry }) => entry);
}

/** Returns how many of the entries fitted into the portion; less than none when an answer holds back the rest. */
function show(hub: Hub, seat: Seat, behind: Behind, entries: readonly Entry[], delivery: Delivery): number {
  let used = 0;
  for (const entry of entries) {
    if (seat.unsent >= roomBytes) break;
    if (!reach(hub, seat, behind, entry.seq - 1, delivery)) return -1;
    showOne(seat, behind, entry, delivery);
    behind.reached = Math.max(behind.reached, entry.seq);
    used++;
  }
  return used;
}

/** It has heard everything up to there, and is answered up to there. False when an answer is held back. */
function reach(hub: Hub, seat: Seat, behind: Behind, upto: Seq, delivery: Delivery): boolean {
  behind.reached = Math.max(behind.reached, upto);
  return giveAnswers(seat, hub, delivery);
}

function showOne(seat: Seat, behind: Behind, entry: Entry, delivery: Delivery): void {
  if (behind.answered.delete(entry.seq) || isImported(entry)) return;
  const own = entry.from.id === behind.user;
  const { room } = entry;
  const isPrivate = room !== undefined && !isChannel(room);
  const waited = isPrivate && entry.seq < behind.back;
  if (isPrivate && !seat.takesPrivate) return;
  // While it was away, the user's other sessions may have spoken; that is no mail.
  if (own && waited) return;
  delivery.out.show(seat, entry, own ? 'self' : waited ? 'waited' : 'other');
}

/** What the peer has taken counts as delivered. */
function noteTaken(hub: Hub, seat: Seat, behind: Behind): void {
  if (!seat.session.outbox.delivered || behind.reached <= behind.taken) return;
  behind.taken = behind.reached;
  hub.mail?.written(seat);
}

function merge(one: readonly Entry[], other: readonly Entry[]): readonly Entry[] {
  return other.length === 0 ? one : [...one, ...other].sort((left, right) => left.seq - right.seq);
}
