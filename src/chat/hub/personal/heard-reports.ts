import { isChannel, type Millis, type RoomId, type RoomRef, type Seq } from '#chat/event.ts';
import type { CursorMoved, Heard } from '#chat/events/personal-events.ts';
import type { Clock } from '#chat/ports.ts';
import type { Audience } from '#chat/hub/delivery/audience.ts';
import type { DeliveredPlaces } from '#chat/hub/delivery/delivered-places.ts';
import { heardSince, hearsFrom, hearsSince, reportLater } from './heard-since.ts';
import type { Seat } from '#chat/hub/seat.ts';

/**
 * How long what a session has heard may wait before it is put into the order, in ms. After a crash, messages of this time are
 * unread again; in exchange a busy room costs one draft per account and interval, and not one per message.
 */
const heardEvery: Millis = 5000;
/** Sessions reported at a time, and how long the next ones wait after that, in ms: a full room costs no more than that. */
export const reportedAtOnce = 50;
export const betweenReports: Millis = 500;

export interface HeardReportsOptions {
  readonly places: DeliveredPlaces;
  readonly audience: Audience;
  readonly clock: Pick<Clock, 'after' | 'elapsed'>;
  /** Puts it into the order. */
  readonly post: (seat: Seat, heard: Heard) => void;
}

/**
 * The sessions of accounts, which read by hearing unless their format `reads`. Nothing is done for each of them
 * when something is said in a channel. What they report moves nothing while something older is unread. Guests have no other sessions and do not come back, so nothing is kept of what they have heard.
 */
export class HeardReports {
  readonly #options: HeardReportsOptions;
  readonly #seats = new Set<Seat>();
  /** Those that are still to be looked at in this round. */
  #round: Seat[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(options: HeardReportsOptions) {
    this.#options = options;
  }

  add(seat: Seat): void {
    if (seat.format.reads !== true) this.#seats.add(seat);
  }

  /** An unneeded timer would keep a stopping server alive. */
  forget(seat: Seat): void {
    if (!this.#seats.delete(seat) || this.#seats.size > 0) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Something was said in a channel that is heard. */
  said(): void {
    if (this.#cancelTimer || this.#seats.size === 0) return;
    this.#later(heardEvery);
  }

  /** Something was said in private, and written to the session. */
  told(seat: Seat, room: RoomId): void {
    if (!seat.account || seat.format.reads === true) return;
    reportLater(seat, room);
    this.said();
  }

  /** The session's peer is sent everything of a room with `after < seq < before`, because it has asked for that. */
  shown(seat: Seat, room: RoomRef, { after, before }: { readonly after: Seq; readonly before: Seq }): void {
    const upto = before - 1;
    if (seat.closing || seat.format.reads === true || upto <= after) return;
    if (this.#hears(seat, room) && upto >= heardSince(seat, room.id)) {
      hearsSince(seat, room.id, after);
      this.told(seat, room.id);
    } else if (seat.account) this.#options.post(seat, { rooms: [{ room: room.id, since: after }], upto });
  }

  /** The user has read a room up to a place, or marked it as unread, at the place `at`. */
  moved({ room, name = '', upto, back }: CursorMoved, seats: readonly Seat[], at: Seq): void {
    for (const seat of seats) {
      if (!hearsToRead(seat) || !this.#hears(seat, { id: room, name })) continue;
      // Only where it has heard more, so that its own report is not followed by another one.
      const heardUpto = isChannel({ id: room, name }) ? this.#lastSaid(room) : seat.heardUpto;
      if (back) hearsFrom(seat, room, at);
      else if (heardUpto > upto) this.told(seat, room);
    }
  }

  /** What the session has heard and was not reported; undefined if there is nothing, or it is not certain. */
  unreported(seat: Seat): Heard | undefined {
    const { format, session, behind, heard, heardUpto, toReport } = seat;
    if (!seat.account || !format.pushes || format.reads === true) return undefined;
    if (!behind && !session.outbox.delivered) return undefined;
    const upto = behind ? behind.taken : this.#options.places.writtenTo(seat);
    if (upto === 0) return undefined;
    const news = heard.filter((room) => this.#lastSaid(room) > heardUpto && toReport?.has(room) !== true);
    const rooms = [...news, ...(toReport ?? [])].map((room) => ({ room, since: heardSince(seat, room) }));
    return rooms.length === 0 ? undefined : { rooms, upto };
  }

  /** The same, for a draft that says it: it is not reported again. */
  take(seat: Seat): Heard | undefined {
    const heard = this.unreported(seat);
    if (!heard) return undefined;
    seat.heardUpto = Math.max(seat.heardUpto, heard.upto);
    // The rest of what it was to read may be of the same rooms.
    if (!seat.behind) seat.toReport?.clear();
    return heard;
  }

  #lastSaid(room: RoomId): Seq {
    return this.#options.audience.hearersOf(room)?.said ?? 0;
  }

  #hears(seat: Seat, room: RoomRef): boolean {
    if (!seat.format.pushes) return false;
    return isChannel(room) ? seat.heard.includes(room.id) : room.id > 0 && seat.takesPrivate;
  }

  #later(ms: Millis): void {
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#cancelTimer = undefined;
      if (this.#round.length === 0) this.#round = [...this.#seats];
      this.#report();
    });
  }

  #report(): void {
    let [reported, isMore] = [0, false];
    while (this.#round.length > 0 && reported < reportedAtOnce) {
      const seat = this.#round.pop();
      if (!seat || seat.closing || !this.#seats.has(seat)) continue;
      const heard = this.take(seat);
      if (!heard) {
        isMore ||= waits(seat);
        continue;
      }
      reported++;
      this.#options.post(seat, heard);
    }
    if (this.#round.length > 0) this.#later(betweenReports);
    else if (isMore) this.#later(heardEvery);
  }
}

/** Whether the peer has not taken all yet. */
const waits = ({ format, behind, session }: Seat): boolean =>
  format.pushes && format.reads !== true && (behind !== undefined || !session.outbox.delivered);

/** Whether the session reads by hearing what was written to it. */
export const hearsToRead = ({ format, behind }: Seat): boolean =>
  format.pushes && format.reads !== true && behind === undefined;
