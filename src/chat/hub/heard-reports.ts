import type { Millis } from '#chat/event.ts';
import type { Heard } from '#chat/personal.ts';
import type { Clock } from '#chat/ports.ts';
import type { Audience } from './audience.ts';
import type { DeliveredPlaces } from './delivered-places.ts';
import type { Seat } from './seat.ts';

/**
 * How long what a session has heard may wait before it is put into the order, in ms. After a crash, messages of this time are
 * unread again; in exchange a busy room costs one draft per account and interval, and not one per message.
 */
export const heardEvery: Millis = 5000;
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
 * The sessions of accounts, which read a channel by hearing it unless their format `reads`. Nothing is done for each of them
 * when something is said. Guests have no other sessions and do not come back, so nothing is kept of what they have heard.
 */
export class HeardReports {
  readonly #options: HeardReportsOptions;
  readonly #seats = new Set<Seat>();
  /** Those that are still to be looked at in this round. */
  #round: Seat[] = [];
  #callOff: (() => void) | undefined;

  constructor(options: HeardReportsOptions) {
    this.#options = options;
  }

  add(seat: Seat): void {
    if (seat.format.reads !== true) this.#seats.add(seat);
  }

  /** An unneeded timer would keep a stopping server alive. */
  forget(seat: Seat): void {
    if (!this.#seats.delete(seat) || this.#seats.size > 0) return;
    this.#callOff?.();
    this.#callOff = undefined;
  }

  /** Something was said in a channel that is heard. */
  said(): void {
    if (this.#callOff || this.#seats.size === 0) return;
    this.#later(heardEvery);
  }

  /** What it has heard in channels and was not reported; undefined if there is nothing, or it is not certain. */
  unreported(seat: Seat): Heard | undefined {
    const { audience, places } = this.#options;
    if (!seat.account || !hearsToRead(seat) || !seat.session.outbox.delivered) return undefined;
    const rooms = seat.heard.filter((room) => (audience.hearersOf(room)?.said ?? 0) > seat.heardUpto);
    return rooms.length === 0 ? undefined : { rooms, upto: places.complete };
  }

  #later(ms: Millis): void {
    this.#callOff = this.#options.clock.after(ms, () => {
      this.#callOff = undefined;
      if (this.#round.length === 0) this.#round = [...this.#seats];
      this.#report();
    });
  }

  #report(): void {
    let [reported, isMore] = [0, false];
    while (this.#round.length > 0 && reported < reportedAtOnce) {
      const seat = this.#round.pop();
      if (!seat || seat.closing || !this.#seats.has(seat)) continue;
      const heard = this.unreported(seat);
      if (!heard) {
        isMore ||= waits(seat);
        continue;
      }
      seat.heardUpto = heard.upto;
      reported++;
      this.#options.post(seat, heard);
    }
    if (this.#round.length > 0) this.#later(betweenReports);
    else if (isMore) this.#later(heardEvery);
  }
}

/** Its peer has not taken all yet. */
const waits = ({ format, behind, session }: Seat): boolean =>
  format.pushes && format.reads !== true && (behind !== undefined || !session.outbox.delivered);

/** Whether it has read what it was written. */
export const hearsToRead = ({ format, behind }: Seat): boolean =>
  format.pushes && format.reads !== true && behind === undefined;
