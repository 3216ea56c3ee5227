import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import { OriginTurns } from './origin-turns.ts';
import type { Seat } from './seat.ts';

/** How long the work of one turn of the event loop may take, in ms, and how much it may write. */
export const turnTime = 5;
export const turnBytes: number = 1024 * 1024;
/** Bytes that may wait for a session's peer before it is given more. */
export const roomBytes: number = 64 * 1024;

export interface FairTurnsOptions {
  readonly elapsed: Clock['elapsed'];
  /** Resolves so many ms later, when others have had their turn. */
  readonly breathe: (ms: Millis) => Promise<void>;
  /** Runs now, or right after the batch under way. */
  readonly afterBatch: (run: () => void) => void;
  /**
   * Gives sessions what waits for them: takes them off one by one until there is none, and writes at its end. Those it
   * returns have more to be given.
   */
  readonly serve: (next: () => Seat | undefined) => readonly Seat[];
}

/**
 * What sessions are given beside the batches: answers that are made on the spot, and what they missed while they were
 * behind. It is made only when the session's peer takes it, in fair turns over addresses and sessions, and never more at
 * a time than others can wait for.
 */
export class FairTurns {
  readonly #options: FairTurnsOptions;
  readonly #waiting = new OriginTurns();
  /** Those that have more, and were served in this turn already. */
  readonly #later = new OriginTurns();
  /** Sessions that wait until their peers have taken what was written. */
  readonly #crowded = new Set<Seat>();
  /** Sessions that were served in this turn: for them there is no hurry. */
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
    return this.#time >= turnTime || this.#bytes >= turnBytes;
  }

  /** Whether a session may be given something on the spot: it is its first of this turn. */
  mayServe(seat: Seat): boolean {
    return !this.spent && !this.#served.has(seat) && hasRoom(seat);
  }

  /** Makes something for a session, at this turn's cost. `sizeOf`: how many bytes were made. */
  make<T>(seat: Seat, work: () => T, sizeOf: (made: T) => number): T {
    const { outbox } = seat.session;
    const [began, queued] = [this.#options.elapsed(), outbox.queued];
    try {
      const made = work();
      this.#bytes += sizeOf(made) + Math.max(0, outbox.queued - queued);
      return made;
    } finally {
      this.#time += this.#options.elapsed() - began;
      this.#served.add(seat);
      this.#rest();
    }
  }

  /** The session has something to be given; it is served when its turn comes and its peer has room for it. */
  add(seat: Seat): void {
    if (this.#crowded.has(seat)) return;
    if (hasRoom(seat)) return this.#wait(seat);
    this.#crowded.add(seat);
    void seat.session.outbox.drained().then(() => {
      if (this.#crowded.delete(seat)) this.#wait(seat);
    });
  }

  #wait(seat: Seat): void {
    if (this.#served.has(seat)) {
      this.#later.add(seat);
      return;
    }
    this.#waiting.add(seat);
    this.#schedule();
  }

  /** The session is over. */
  forget(seat: Seat): void {
    this.#waiting.delete(seat);
    this.#later.delete(seat);
    this.#crowded.delete(seat);
    this.#served.delete(seat);
  }

  #schedule(): void {
    if (this.#due || this.spent) return;
    this.#due = true;
    this.#options.afterBatch(() => this.#run());
  }

  #run(): void {
    this.#due = false;
    const more = this.#options.serve(() => (this.spent ? undefined : this.#waiting.take()));
    for (const seat of more) this.add(seat);
    if (this.#waiting.size > 0) this.#rest();
  }

  /** The next turn comes when others had theirs. */
  #rest(): void {
    if (this.#resting) return;
    this.#resting = true;
    void this.#options.breathe(1).then(() => {
      this.#resting = false;
      this.#served.clear();
      this.#time = 0;
      this.#bytes = 0;
      for (let seat = this.#later.take(); seat; seat = this.#later.take()) this.#waiting.add(seat);
      if (this.#waiting.size > 0) this.#schedule();
    });
  }
}

/** Whether a session's peer has taken enough to be given more. Where room is scarce for all, it must have taken all. */
export function hasRoom({ session: { outbox }, gathered }: Seat): boolean {
  const waiting = outbox.queued + (gathered?.unsent ?? 0);
  return waiting === 0 || (waiting <= roomBytes && !outbox.scarce);
}
