import type { Origin } from './origin.ts';
import { leastCost, Rotation } from './rotation.ts';
import type { Posted, Seat } from './seat.ts';

/**
 * Drafts that wait to be published, each with its session. Addresses take turns, and the sessions of one address among
 * themselves, by cost: a draft from an address with nothing else waiting is among the next, whatever others ask.
 */
export class DraftQueue {
  readonly #origins: Rotation<Origin> = new Rotation(leastCost);

  get empty(): boolean {
    return this.#origins.empty;
  }

  add(posted: Posted): void {
    const { seat } = posted;
    const { lastDraft } = seat;
    seat.lastDraft = posted;
    if (lastDraft) lastDraft.nextDraft = posted;
    else {
      seat.firstDraft = posted;
      if (!seat.uncertain) this.#enter(seat);
    }
  }

  /** The next one; it stays in the queue. */
  get next(): Posted | undefined {
    return this.#origins.current?.drafting.current?.firstDraft;
  }

  /** Takes off what is the next one. */
  shift(posted: Posted): void {
    const { seat } = posted;
    seat.origin.credit -= posted.cost;
    seat.credit -= posted.cost;
    seat.firstDraft = posted.nextDraft;
    posted.nextDraft = undefined;
    if (seat.firstDraft) return;
    seat.lastDraft = undefined;
    this.#leave(seat);
  }

  /** Puts one back before all others of its session, which is paused. */
  putBack(posted: Posted): void {
    const { seat } = posted;
    posted.nextDraft = seat.firstDraft;
    seat.firstDraft = posted;
    seat.lastDraft ??= posted;
  }

  /** The fate of the draft just taken off is not known yet: what else its session asks waits for that. */
  pause(seat: Seat): void {
    if (seat.nextInTurn) this.#leave(seat);
  }

  /** The session's turn may come again. */
  resume(seat: Seat): void {
    if (seat.firstDraft && !seat.nextInTurn) this.#enter(seat);
  }

  #enter(seat: Seat): void {
    const { origin } = seat;
    if (origin.drafting.empty) this.#origins.add(origin);
    origin.drafting.add(seat);
  }

  #leave(seat: Seat): void {
    const { origin } = seat;
    origin.drafting.remove(seat);
    if (origin.drafting.empty) this.#origins.remove(origin);
  }
}
