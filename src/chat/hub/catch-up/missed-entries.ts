import type { Store } from '#chat/ports.ts';
import { type Answering, giveAnswers } from '#chat/hub/requests/answers.ts';
import type { Answered } from '#chat/hub/requests/pending-action.ts';
import type { MissedRanges } from './missed-ranges.ts';
import { type Entry, isChannel, isImported, isRemoved, type RoomId, type Seq, type UserId } from '#chat/event.ts';
import { hasSpace, spaceBytes } from '#chat/hub/turns/fair-turns.ts';
import type { Mail } from '#chat/hub/mail/mail.ts';
import { asReadable, readable } from '#chat/readable/readable.ts';
import { asFor } from '#chat/events/event-targets.ts';
import type { PersonalState } from '#chat/hub/personal/personal-state.ts';
import { nextPage } from '#chat/hub/catch-up/entry-pages.ts';
import type { RecentEntries } from './recent-entries.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { asToldIn } from '#chat/hub/delivery/entry-delivery.ts';

/** An entry, and the room it is shown in, if it is shown in several. */
interface Told {
  readonly entry: Entry;
  readonly room?: RoomId;
}

/** What reading missed entries needs. */
export interface Reading extends Answering {
  readonly store: Pick<Store, 'merged' | 'member' | 'roomState'>;
  readonly recent: RecentEntries;
  readonly mail: Mail;
  readonly personal: Pick<PersonalState, 'ignorers' | 'heardReports'>;
}

/** The next portion of what one seat missed, and the delivery that takes it. */
interface Portion {
  readonly from: Reading;
  readonly seat: Seat;
  readonly behind: MissedRanges;
  readonly delivery: Answered;
}

/**
 * Gives a seat that is behind the next portion of what it missed, merged with its answers by their place. `done`:
 * nothing is left to read. `lost`: it had more missed ranges than are kept.
 */
export function readOn(from: Reading, seat: Seat, behind: MissedRanges, delivery: Answered): 'more' | 'done' | 'lost' {
  const portion: Portion = { from, seat, behind, delivery };
  countDelivered(portion);
  if (behind.lost) return 'lost';
  const shown = Math.min(from.places.shown, behind.last);
  const size = { limit: behind.page, length: spaceBytes };
  const { entries, upto, more } = nextPage(from.store, behind.readable(shown), shown, size);
  const apart = behind.apart(upto).map((entry): Told => ({ entry }));
  const told = merge(entries, [...apart, ...recentFor(portion, upto)]);
  const used = show(portion, told);
  if (used >= 0) behind.turnPage(used, used >= behind.page);
  if (used < 0 || (seat.gathered?.unsent ?? 0) >= spaceBytes) return 'more';
  if (!reach(portion, upto)) return 'more';
  return more || !hasSpace(seat) ? 'more' : 'done';
}

/** The presence changes it missed, as far as remembered; a session that has just arrived gets the present roster instead. */
function recentFor({ from, seat, behind, delivery }: Portion, upto: Seq): readonly Told[] {
  const after = Math.max(behind.reached, behind.since);
  if (after >= upto) return [];
  if (!from.recent.covers(after) && !behind.rosterTold) {
    behind.rosterTold = true;
    const frame = seat.format.render({ kind: 'roster' }, 'other');
    if (frame) delivery.out.push(seat, frame);
  }
  return from.recent.between(after, upto).flatMap(({ entry, rooms, each, own }) => {
    const heard = rooms.filter((room) => behind.heard(room, entry.seq));
    if (each) return heard.map((room) => ({ entry: asToldIn(entry, room), room }));
    return heard.length > 0 || (own && entry.from.id === behind.user) ? [{ entry }] : [];
  });
}

/** Returns how many of the entries fitted into the portion; -1 when an answer holds back the rest. */
function show(portion: Portion, told: readonly Told[]): number {
  const { from, seat, behind } = portion;
  let used = 0;
  for (const each of told) {
    const { entry } = each;
    // An entry shown in several rooms is shown in all of them in one portion.
    if ((seat.gathered?.unsent ?? 0) >= spaceBytes && entry.seq > behind.reached) break;
    if (!reach(portion, entry.seq - 1)) return -1;
    const seen = from.personal.ignorers.shownTo(behind.user, entry);
    if (seen) showOne(portion, { ...each, entry: seen });
    behind.reached = Math.max(behind.reached, entry.seq);
    used++;
  }
  return used;
}

/** The seat has heard everything up to there; gives it its answers up to there. False when an answer is held back. */
function reach({ from, seat, behind, delivery }: Portion, upto: Seq): boolean {
  behind.reached = Math.max(behind.reached, upto);
  return giveAnswers(seat, from, delivery);
}

function showOne({ from, seat, behind, delivery }: Portion, { entry, room: where }: Told): void {
  const isAnswer = where === undefined ? behind.answered.delete(entry.seq) : behind.answered.has(entry.seq);
  if (isAnswer || isImported(entry)) return;
  const own = entry.from.id === behind.user;
  const { room } = entry;
  const isPrivate = room !== undefined && !isChannel(room);
  const waited = isPrivate && entry.seq < behind.back;
  // While it was away, the user's other sessions may have posted; those messages are not mail.
  if (waited && (own || isRemoved(entry))) return;
  if (isPrivate && !own) from.personal.heardReports.told(seat, room.id);
  delivery.out.show(seat, withTextFor(from, entry, behind.user), waited ? 'waited' : asFor(entry, behind.user), where);
}

/** Texts of edits and of edited messages, which it may not read if it joined later, or has left since: see `asReadable`. */
function withTextFor({ store, places }: Reading, entry: Entry, user: UserId): Entry {
  const { event, room } = entry;
  const isEdited = event.kind === 'edited' || (event.kind === 'message' && event.edited !== undefined);
  if (!isEdited || !room || !isChannel(room) || entry.from.id === user) return entry;
  return asReadable(entry, readable({ store, shown: places.shown }, room.id, user) ?? nothing);
}

const nothing = { after: Infinity, before: 0 } as const;

/** Mail that the peer has taken counts as delivered. */
function countDelivered({ from, seat, behind }: Portion): void {
  if (!seat.session.outbox.delivered || behind.reached <= behind.taken) return;
  behind.taken = behind.reached;
  from.mail.written(seat);
}

function merge(entries: readonly Entry[], recent: readonly Told[]): readonly Told[] {
  const told = entries.map((entry): Told => ({ entry }));
  return recent.length === 0 ? told : [...told, ...recent].sort((left, right) => left.entry.seq - right.entry.seq);
}
