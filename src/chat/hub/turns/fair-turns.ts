import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { RoundRobin } from '#turns/round-robin.ts';
import type { ClientNetwork } from './client-network.ts';

/** Bounds of the work in one turn of the event loop: time in ms, and bytes written. */
export const turnTime = 3;
export const turnBytes: number = 1024 * 1024;
/** What writing to one session takes, in ms: it is written to at the end, when the time is not looked at any more. */
const writeTime = 0.03;
/** Bytes that may wait in a session's outbox before it is given more. */
export const spaceBytes: number = 64 * 1024;

export interface FairTurnsOptions {
  readonly elapsed: Clock['elapsed'];
  /** Resolves after that many ms, when other work has had its turn. */
  readonly pause: (ms: Millis) => Promise<void>;
  /** How long work of one kind may go on in this turn of the event loop: `most`, or less. */
  readonly allows: (most: Millis) => Millis;
  /** Runs now, or right after the batch under way. */
  readonly afterBatch: (run: () => void) => void;
  /**
   * Serves sessions: takes them one by one until there are none left, and writes at the end. Returns those that have more
   * to be given.
   */
  readonly serve: (next: () => Seat | undefined) => readonly Seat[];
}

/**
 * Serves sessions outside the batches: with answers that are made on the spot, and with what they missed while behind. Each
 * piece is made when the session's peer has space for it, in fair turns over addresses and sessions, within bounds of time
 * and bytes per turn.
 */
export class FairTurns {
  readonly #options: FairTurnsOptions;
  readonly #waiting = new RoundRobin<Seat, ClientNetwork>();
  /** Sessions that have more, and were served in this turn already. */
  readonly #later = new RoundRobin<Seat, ClientNetwork>();
  /** Sessions that wait until their peers have taken what was written. */
  readonly #awaitingSpace = new Set<Seat>();
  /** Sessions that were served in this turn: the next time they wait. */
  readonly #served = new Set<Seat>();
  #time = 0;
  #bytes = 0;
  #resting = false;
  #due = false;

  constructor(options: FairTurnsOptions) {
    this.#options = options;
  }

  /** Nothing more fits into this turn. */
  get spent(): boolean {
    return this.#time >= this.#options.allows(turnTime) || this.#bytes >= turnBytes;
  }

  /** What is done next takes all that is left of this turn. */
  exhaust(): void {
    this.#time = Infinity;
    this.#rest();
  }

  /** Whether a session may be served on the spot: it is its first time in this turn. */
  mayServe(seat: Seat): boolean {
    return !this.spent && !this.#served.has(seat) && hasSpace(seat);
  }

  /** Makes a piece for a session, and counts its cost to this turn. `sizeOf`: how many bytes were made. */
  make<T>(seat: Seat, work: () => T, sizeOf: (made: T) => number): T {
    const { outbox } = seat.session;
    const [began, queued] = [this.#options.elapsed(), outbox.queued];
    try {
      const made = work();
      this.#bytes += sizeOf(made) + Math.max(0, outbox.queued - queued);
      return made;
    } finally {
      this.#time += this.#options.elapsed() - began + writeTime;
      this.#served.add(seat);
      this.#rest();
    }
  }

  /** Adds a session with something to be given; it is served when its turn comes and its peer has space. */
  add(seat: Seat): void {
    if (this.#awaitingSpace.has(seat)) return;
    if (hasSpace(seat)) return this.#wait(seat);
    this.#awaitingSpace.add(seat);
    void seat.session.outbox.drained().then(() => {
      if (this.#awaitingSpace.delete(seat)) this.#wait(seat);
    });
  }

  #wait(seat: Seat): void {
    if (this.#served.has(seat)) {
      this.#later.push(seat);
      return;
    }
    this.#waiting.push(seat);
    this.#schedule();
  }

  /** `move` gives the session another network: it waits among those of that. */
  relocate(seat: Seat, move: () => void): void {
    const waited = [this.#waiting, this.#later].filter((seats) => seats.delete(seat));
    move();
    for (const seats of waited) seats.push(seat);
  }

  /** The session is over. */
  forget(seat: Seat): void {
    this.#waiting.delete(seat);
    this.#later.delete(seat);
    this.#awaitingSpace.delete(seat);
    this.#served.delete(seat);
  }

  #schedule(): void {
    if (this.#due || this.spent) return;
    this.#due = true;
    this.#options.afterBatch(() => this.#run());
  }

  #run(): void {
    this.#due = false;
    const { elapsed, serve } = this.#options;
    const [began, before] = [elapsed(), this.#time];
    const more = serve(() => {
      // Sessions that were answered go on asking at once: that counts too.
      this.#time = Math.max(this.#time, before + elapsed() - began);
      return this.spent ? undefined : this.#waiting.shift();
    });
    for (const seat of more) this.add(seat);
    if (this.#waiting.size > 0) this.#rest();
  }

  /** The next turn comes when other work had its turn. */
  #rest(): void {
    if (this.#resting) return;
    this.#resting = true;
    void this.#options.pause(1).then(() => {
      this.#resting = false;
      this.#served.clear();
      this.#time = 0;
      this.#bytes = 0;
      for (let seat = this.#later.shift(); seat; seat = this.#later.shift()) this.#waiting.push(seat);
      if (this.#waiting.size > 0) this.#schedule();
    });
  }
}

/** Whether a session's peer has taken enough to be given more. If memory for outboxes is scarce, it must have taken all. */
export function hasSpace({ session: { outbox }, gathered }: Seat): boolean {
  const waiting = outbox.queued + (gathered?.unsent ?? 0);
  return waiting === 0 || (waiting <= spaceBytes && !outbox.scarce);
}
