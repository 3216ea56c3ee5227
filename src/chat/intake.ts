import type { OnBug } from './outgoing.ts';
import type { Pending, Seat } from './seat.ts';

/** What one session may have under way: asked and not yet answered. */
export const maxWaiting = 64;
export const maxWaitingBytes: number = 256 * 1024;
/** What all sessions together may have under way, in bytes. */
export const maxCommonBytes: number = 64 * 1024 * 1024;

/** The queues of what was asked and not yet answered, with their bounds. */
export class Intake {
  readonly #held = new Set<Seat>();
  readonly #onBug: OnBug;
  #bytes = 0;

  constructor(onBug: OnBug) {
    this.#onBug = onBug;
  }

  /** Bytes under way, over all sessions. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Whether the seat may ask one thing more. If not, it is resumed when it may. Nothing more while a password of its is
   * looked at: what it asks behind that belongs behind it in the order, too.
   */
  takes(seat: Seat): boolean {
    const room = seat.waiting < maxWaiting && seat.waitingBytes < maxWaitingBytes && this.#bytes < maxCommonBytes;
    if (room && !seat.behind && seat.checks === 0) return true;
    seat.held = true;
    this.#held.add(seat);
    return false;
  }

  add(seat: Seat, pending: Pending): void {
    if (seat.last) seat.last.next = pending;
    else seat.first = pending;
    seat.last = pending;
    seat.waiting++;
    seat.waitingBytes += pending.bytes;
    this.#bytes += pending.bytes;
  }

  /** Takes the next one whose turn has come off the queue. */
  next(seat: Seat): Pending | undefined {
    const pending = seat.first;
    if (!pending?.settled) return undefined;
    seat.first = pending.next;
    if (!seat.first) seat.last = undefined;
    pending.next = undefined;
    seat.waiting--;
    seat.waitingBytes -= pending.bytes;
    this.#bytes -= pending.bytes;
    return pending;
  }

  forget(seat: Seat): void {
    this.#held.delete(seat);
  }

  /** Resumes those that can go on, in the order they were held. Half a queue at a time, so that it pays. */
  resume(): void {
    for (const seat of [...this.#held]) {
      if (this.#bytes >= maxCommonBytes) return;
      if (seat.behind || seat.checks > 0 || seat.waiting > maxWaiting / 2 || seat.waitingBytes > maxWaitingBytes / 2)
        continue;
      this.#held.delete(seat);
      seat.held = false;
      try {
        seat.session.resume();
      } catch (error) {
        this.#onBug(error, seat);
      }
    }
  }

  get holding(): boolean {
    return this.#held.size > 0;
  }
}
