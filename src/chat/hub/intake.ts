import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import { hasRoom } from './fair-turns.ts';
import { OriginTurns } from './origin-turns.ts';
import type { OnBug } from './outgoing.ts';
import { Allowance, type AskRates } from './rates.ts';
import type { Pending } from './pending.ts';
import type { Seat } from './seat.ts';

/** What one session may have under way: asked and not yet answered. */
export const maxWaiting = 64;
export const maxWaitingBytes: number = 256 * 1024;
/** What all sessions together may have under way, in bytes; and those of one address. */
export const maxCommonBytes: number = 32 * 1024 * 1024;
export const maxOriginBytes: number = maxCommonBytes / 8;
/** How long what is asked may be taken in one turn of the event loop, in ms, parsing it included. */
export const intakeTime = 6;
/** So many things are taken between two looks at the clock. */
const perLook = 8;
/** How often those who asked too much are looked at again, in ms. */
export const rateLook = 50;

/** Why a session may not ask: what changes with itself, with its peer, with all others, with time, or with the next turn. */
type Hindrance = 'itself' | 'peer' | 'others' | 'rate' | 'turn';

export interface IntakeOptions {
  readonly onBug: OnBug;
  readonly clock: Pick<Clock, 'elapsed' | 'after'>;
  /** Undefined: no session is too fast. */
  readonly rates: AskRates | undefined;
  /** The seat's peer has not taken what it was sent; `retry` is called when it has. */
  readonly awaitRoom: (seat: Seat) => void;
  /** Calls once this turn of the event loop has read all that has come. */
  readonly nextTurn: (call: () => void) => void;
}

/** The queues of what was asked and not yet answered, with their bounds and rates. */
export class Intake {
  readonly #options: IntakeOptions;
  /** Those that wait for room in what all have together. */
  readonly #crowded = new OriginTurns();
  /** Those that asked too fast. */
  readonly #fast = new OriginTurns();
  /** Those that came too late in this turn of the event loop. */
  readonly #late = new OriginTurns();
  /** Something was taken in this turn of the event loop, from then on. */
  #inTurn = false;
  #turnBegan: Millis = 0;
  #taken = 0;
  /** Those that were held, and have been answered something in the delivery under way. */
  #relieved: Seat[] = [];
  readonly #elapsed = (): Millis => this.#options.clock.elapsed();
  #looks = false;
  #bytes = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Bytes under way, over all sessions. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Whether the seat may ask one thing more. If not, it is resumed when it may. While it is closing, all its input is taken,
   * and discarded.
   */
  takes(seat: Seat): boolean {
    if (seat.closing) return true;
    const hindrance = this.#hindrance(seat, maxWaiting, maxWaitingBytes);
    if (!hindrance) return true;
    this.#hold(seat, hindrance);
    return false;
  }

  /** Something the session has asked for. */
  add(seat: Seat, pending: Pending): void {
    this.put(seat, pending);
    this.#spend(seat, pending.bytes);
  }

  /** The same, at no cost to its rate. */
  put(seat: Seat, pending: Pending): void {
    const { asking } = seat;
    if (asking.last) asking.last.next = pending;
    else asking.first = pending;
    asking.last = pending;
    asking.count++;
    this.#count(seat, pending.bytes);
  }

  /** Takes the first one off the seat's queue. */
  shift(seat: Seat, first: Pending): void {
    const { asking } = seat;
    asking.first = first.next;
    if (!asking.first) asking.last = undefined;
    first.next = undefined;
    asking.count--;
    this.#count(seat, -first.bytes);
    if (asking.held) this.#relieved.push(seat);
  }

  /** Resumes the seat if it was held and may go on. */
  retry(seat: Seat): void {
    if (!seat.asking.held) return;
    const hindrance = this.#hindrance(seat, maxWaiting / 2 + 1, maxWaitingBytes / 2 + 1);
    if (hindrance) return this.#hold(seat, hindrance);
    seat.asking.held = false;
    try {
      seat.session.resume();
    } catch (error) {
      this.#options.onBug(error, seat);
    }
  }

  /** At a delivery's end: those that were answered half a queue, so that it pays, and those for whom there is room now. */
  resume(): void {
    const relieved = this.#relieved;
    if (relieved.length > 0) {
      this.#relieved = [];
      for (const seat of relieved) this.retry(seat);
    }
    this.#retryAll(this.#crowded, () => this.#bytes < maxCommonBytes);
  }

  forget(seat: Seat): void {
    seat.asking.held = false;
    this.#crowded.delete(seat);
    this.#fast.delete(seat);
    this.#late.delete(seat);
    seat.origin.underWay -= seat.asking.bytes;
    this.#bytes -= seat.asking.bytes;
    seat.asking.bytes = 0;
  }

  /**
   * Takes nothing more while it comes, its password is being checked, or its waiting mail is being written: what it asks
   * behind that belongs behind it in the order, too.
   */
  #hindrance(seat: Seat, things: number, bytes: number): Hindrance | undefined {
    const { asking } = seat;
    if (asking.holds > 0 || asking.checks > 0 || seat.behind?.arriving) return 'itself';
    if (asking.count >= things || asking.bytes >= bytes) return 'itself';
    if (!hasRoom(seat)) return 'peer';
    if (this.#bytes >= maxCommonBytes || seat.origin.underWay >= maxOriginBytes) return 'others';
    if (this.#isFast(seat)) return 'rate';
    return this.#isLate() ? 'turn' : undefined;
  }

  #hold(seat: Seat, hindrance: Hindrance): void {
    seat.asking.held = true;
    if (hindrance === 'peer') this.#options.awaitRoom(seat);
    else if (hindrance === 'others') this.#crowded.add(seat);
    else if (hindrance === 'turn') this.#late.add(seat);
    else if (hindrance === 'rate') {
      this.#fast.add(seat);
      this.#lookLater();
    }
  }

  #count(seat: Seat, bytes: number): void {
    seat.asking.bytes += bytes;
    seat.origin.underWay += bytes;
    this.#bytes += bytes;
  }

  #spend(seat: Seat, bytes: number): void {
    const { rates } = this.#options;
    if (!rates) return;
    (seat.asking.allowance ??= new Allowance(rates.session, this.#elapsed())).spend(bytes);
    (seat.origin.allowance ??= new Allowance(rates.address, this.#elapsed())).spend(bytes);
  }

  #isFast({ asking: { allowance }, origin }: Seat): boolean {
    return allowance?.left(this.#elapsed) === false || origin.allowance?.left(this.#elapsed) === false;
  }

  /** Something else took so long in this turn. */
  excuse(ms: Millis): void {
    this.#turnBegan += ms;
  }

  /** Those who ask much at once, all together, must not keep others from being read. */
  #isLate(): boolean {
    if (!this.#inTurn) {
      this.#inTurn = true;
      this.#turnBegan = this.#elapsed();
      this.#options.nextTurn(this.#turnOver);
      return false;
    }
    if (++this.#taken % perLook !== 0 && this.#late.size === 0) return false;
    return this.#elapsed() - this.#turnBegan > intakeTime;
  }

  /** Those that were late go first, in fair turns, for as long as the next turn has time. */
  readonly #turnOver = (): void => {
    this.#inTurn = false;
    for (let left = this.#late.size; left > 0; left--) {
      const seat = this.#late.take();
      if (seat) this.retry(seat);
    }
  };

  #lookLater(): void {
    if (this.#looks) return;
    this.#looks = true;
    this.#options.clock.after(rateLook, () => {
      this.#looks = false;
      this.#retryAll(this.#fast, () => true);
    });
  }

  /** Each of them once, in fair turns, as long as it makes sense; the others wait on, in their order. */
  #retryAll(held: OriginTurns, goesOn: () => boolean): void {
    if (held.size === 0 || !goesOn()) return;
    const seats: Seat[] = [];
    for (let seat = held.take(); seat; seat = held.take()) seats.push(seat);
    for (const seat of seats) {
      if (goesOn()) this.retry(seat);
      else held.add(seat);
    }
  }
}
