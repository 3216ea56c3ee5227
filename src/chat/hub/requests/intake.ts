import type { Clock, WorkTurns } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import { SeatsAwaitingSpace } from './seats-awaiting-space.ts';
import type { ClientNetwork } from '#chat/hub/turns/client-network.ts';
import { hasSpace } from '#chat/hub/turns/fair-turns.ts';
import { RoundRobin } from '#turns/round-robin.ts';
import type { OnBug } from '#chat/hub/delivery/outgoing.ts';
import { Allowance, type AskRates } from '#chat/hub/turns/rates.ts';
import type { Pending } from './pending.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** Bounds of one session's requests under way: asked and not yet answered. */
export const maxWaiting = 64;
export const maxWaitingBytes: number = 256 * 1024;
/** Bytes that all sessions together may have under way; and those of one address. */
export const maxCommonBytes: number = 32 * 1024 * 1024;
export const maxNetworkBytes: number = maxCommonBytes / 8;
/** Where rates are limited, sessions that have requested much lately leave the rest of that to others of their address. */
const maxHeavyBytes = (maxNetworkBytes * 3) / 4;
/**
 * How long requests may be taken in one turn of the event loop, in ms, parsing included: those of one address; and those of all, if
 * other work leaves as much. All together may always take as long as one address.
 */
export const networkIntakeTime = 3;
export const intakeTime = 6;
/** Requests taken between two looks at the clock, and their bytes: large ones take long to parse and to answer. */
const perLook = 8;
const bytesPerLook = 8 * 1024;
/** How often sessions that were too fast are checked again, in ms. */
const rateLook = 50;

/** Why a session must wait: for itself, its peer, all the others, time, or the next turn. */
type WaitReason = 'itself' | 'peer' | 'others' | 'rate' | 'turn';

export interface IntakeOptions {
  readonly onBug: OnBug;
  readonly clock: Pick<Clock, 'elapsed' | 'after'>;
  /** Undefined: no session is too fast. */
  readonly rates: AskRates | undefined;
  /** Whether the seat's peer has not yet taken what it was sent; then `retry` is called when it has. */
  readonly awaitRoom: (seat: Seat) => void;
  readonly turns: Pick<WorkTurns, 'next' | 'allows'>;
}

/** The queues of requests that are not answered yet, with their bounds and rates. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #awaitingSpace: SeatsAwaitingSpace;
  /** Seats that were too fast. */
  readonly #fast = new RoundRobin<Seat, ClientNetwork>();
  /** Seats that were too late in this turn of the event loop. */
  readonly #late = new RoundRobin<Seat, ClientNetwork>();
  /** Since when requests of this turn of the event loop are counted. */
  #inTurn = false;
  #turnBegan: Millis = 0;
  /** Requests of all were taken for as long as they may in this turn. */
  #isSpent = false;
  /** The number of the turn, and when the clock was last looked at in it. */
  #turn = 0;
  #looked: Millis = 0;
  /** Whose request was taken last. */
  #taker: ClientNetwork | undefined;
  /** Since the last look at the clock. */
  #taken = 0;
  #takenBytes = 0;
  /** Seats that were held, and got an answer in the delivery under way. */
  #mayGoOn: Seat[] = [];
  readonly #elapsed = (): Millis => this.#options.clock.elapsed();
  #looks = false;
  #bytes = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#awaitingSpace = new SeatsAwaitingSpace({
      turns: options.turns,
      hasSpace: ({ underWay }) => underWay < maxNetworkBytes && this.#bytes < maxCommonBytes,
      retry: (seat) => this.retry(seat),
    });
  }

  /** Bytes under way, over all sessions. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Whether the seat may make one more request. If not, it is resumed when it may. While it is closing, all its input is
   * taken and discarded.
   */
  takes(seat: Seat): boolean {
    if (seat.closing) return true;
    const reason = this.#whyWait(seat, maxWaiting, maxWaitingBytes);
    if (!reason) return true;
    this.#hold(seat, reason);
    return false;
  }

  /** Adds a request of the session. */
  add(seat: Seat, pending: Pending): void {
    this.addUncounted(seat, pending);
    this.#spend(seat, pending.bytes);
  }

  /** The same, without counting against its rate. */
  addUncounted(seat: Seat, pending: Pending): void {
    const { requests } = seat;
    if (requests.last) requests.last.next = pending;
    else requests.first = pending;
    requests.last = pending;
    requests.count++;
    this.#takenBytes += pending.bytes;
    this.#count(seat, pending.bytes);
  }

  /** Removes the first one from the seat's queue. */
  shift(seat: Seat, first: Pending): void {
    const { requests } = seat;
    requests.first = first.next;
    if (!requests.first) requests.last = undefined;
    first.next = undefined;
    requests.count--;
    // Not `-first.bytes`: of 0 that is -0, and a field that had it once is kept as a floating-point number.
    this.#count(seat, 0 - first.bytes);
    if (requests.held) this.#mayGoOn.push(seat);
  }

  /** Resumes the seat if it was held and may go on. */
  retry(seat: Seat): void {
    if (!seat.requests.held) return;
    const reason = this.#whyWait(seat, maxWaiting / 2 + 1, maxWaitingBytes / 2 + 1);
    if (reason) return this.#hold(seat, reason);
    seat.requests.held = false;
    try {
      seat.session.resume();
    } catch (error) {
      this.#options.onBug(error, seat);
    }
  }

  /** At a delivery's end: resumes seats with space for half a queue, and soon those that wait for others, if there is space. */
  resume(): void {
    const seats = this.#mayGoOn;
    if (seats.length > 0) {
      this.#mayGoOn = [];
      for (const seat of seats) this.retry(seat);
    }
    this.#awaitingSpace.retryAll();
  }

  /** `move` gives the seat another network: it waits among the sessions of that, and its requests count there. */
  relocate(seat: Seat, move: () => void): void {
    const waited = [this.#awaitingSpace, this.#fast, this.#late].filter((seats) => seats.delete(seat));
    seat.network.underWay -= seat.requests.bytes;
    move();
    seat.network.underWay += seat.requests.bytes;
    for (const seats of waited) seats.push(seat);
  }

  forget(seat: Seat): void {
    seat.requests.held = false;
    this.#awaitingSpace.delete(seat);
    this.#fast.delete(seat);
    this.#late.delete(seat);
    seat.network.underWay -= seat.requests.bytes;
    this.#bytes -= seat.requests.bytes;
    seat.requests.bytes = 0;
  }

  /**
   * Takes nothing more while it logs in, its password is being checked, or its waiting mail is being written: its later
   * requests must come after that in the order, too.
   */
  #whyWait(seat: Seat, things: number, bytes: number): WaitReason | undefined {
    const { requests } = seat;
    if (requests.holds > 0 || requests.checks > 0 || seat.behind?.arriving) return 'itself';
    if (requests.count >= things || requests.bytes >= bytes) return 'itself';
    if (!hasSpace(seat)) return 'peer';
    if (this.#bytes >= maxCommonBytes || this.#isCrowded(seat)) return 'others';
    if (this.#isFast(seat)) return 'rate';
    return this.#isLate(seat) ? 'turn' : undefined;
  }

  #hold(seat: Seat, reason: WaitReason): void {
    seat.requests.held = true;
    if (reason === 'peer') this.#options.awaitRoom(seat);
    else if (reason === 'others') this.#awaitingSpace.push(seat);
    else if (reason === 'turn') this.#late.push(seat, this.#isLight(seat));
    else if (reason === 'rate') {
      this.#fast.push(seat);
      this.#lookLater();
    }
  }

  #count(seat: Seat, bytes: number): void {
    seat.requests.bytes += bytes;
    seat.network.underWay += bytes;
    this.#bytes += bytes;
  }

  #spend(seat: Seat, bytes: number): void {
    const { rates } = this.#options;
    if (!rates) return;
    (seat.requests.allowance ??= new Allowance(rates.session, this.#elapsed())).spend(bytes);
    this.#lightOf(seat)?.spend(bytes);
    (seat.network.allowance ??= new Allowance(rates.address, this.#elapsed())).spend(bytes);
  }

  /**
   * It has requested so little lately that it need not wait for others of its address: one flooder behind a router must not
   * silence the others there.
   */
  #isLight(seat: Seat): boolean {
    return this.#lightOf(seat)?.left(this.#elapsed) ?? false;
  }

  #lightOf({ requests }: Seat): Allowance | undefined {
    const { rates } = this.#options;
    return rates && (requests.light ??= new Allowance(rates.light, this.#elapsed()));
  }

  /** The sessions of its address have as much under way as they may. */
  #isCrowded(seat: Seat): boolean {
    const { underWay } = seat.network;
    if (underWay < maxHeavyBytes) return false;
    return underWay >= maxNetworkBytes || (this.#options.rates !== undefined && !this.#isLight(seat));
  }

  #isFast(seat: Seat): boolean {
    if (seat.requests.allowance?.left(this.#elapsed) === false) return true;
    return seat.network.allowance?.left(this.#elapsed) === false && !this.#isLight(seat);
  }

  /** Does not count `ms` of other work as part of this turn. */
  excludeTime(ms: Millis): void {
    this.#turnBegan += ms;
    this.#looked += ms;
  }

  /**
   * Many requests at once, from all sessions together, must not keep other links from being read. A turn is counted from its first
   * look at the clock, so that a few requests in each turn cost nothing at the end of it.
   */
  #isLate(seat: Seat): boolean {
    if (this.#looksAtClock() && this.#tookLong(seat)) return true;
    this.#taker = seat.network;
    return false;
  }

  #looksAtClock(): boolean {
    if (++this.#taken < perLook && this.#takenBytes < bytesPerLook && this.#late.size === 0) return false;
    this.#taken = 0;
    this.#takenBytes = 0;
    return true;
  }

  /** Whether requests of that network, or all, have been taken for as long as they may in this turn. */
  #tookLong(seat: Seat): boolean {
    const now = this.#elapsed();
    if (!this.#inTurn) {
      this.#turnBegins(now);
      return false;
    }
    this.#taker?.tookTime(this.#turn, now - this.#looked);
    this.#looked = now;
    if (seat.network.timeIn(this.#turn) > networkIntakeTime && !this.#isLight(seat)) return true;
    this.#isSpent = now - this.#turnBegan > Math.max(networkIntakeTime, this.#options.turns.allows(intakeTime));
    return this.#isSpent;
  }

  #turnBegins(now: Millis): void {
    this.#inTurn = true;
    this.#turn++;
    this.#turnBegan = this.#looked = now;
    this.#options.turns.next(this.#turnOver);
  }

  /** Late seats go first, in fair turns, as long as the next turn has time. */
  readonly #turnOver = (): void => {
    this.#inTurn = false;
    this.#isSpent = false;
    // The others keep their places: there may be a thousand of them in every turn.
    for (let left = this.#late.size; left > 0 && !this.#isSpent; left--) {
      const seat = this.#late.shift();
      if (seat) this.retry(seat);
    }
  };

  #lookLater(): void {
    if (this.#looks) return;
    this.#looks = true;
    this.#options.clock.after(rateLook, () => {
      this.#looks = false;
      for (let left = this.#fast.size; left > 0; left--) {
        const seat = this.#fast.shift();
        if (seat) this.retry(seat);
      }
    });
  }
}
