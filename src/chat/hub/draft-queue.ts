import { Drafting } from './drafting.ts';
import type { Origin } from './origin.ts';
import { leastCost, Rotation } from './rotation.ts';
import type { Posted } from './pending.ts';
import type { Seat } from './seat.ts';

/**
 * Drafts that wait to be published, each with its session. Addresses take turns by cost, and so do the sessions of one
 * address: a draft from an address with nothing else waiting is among the next, however much others request.
 */
export class DraftQueue {
  readonly #origins: Rotation<Origin> = new Rotation(leastCost);

  get empty(): boolean {
    return this.#origins.empty;
  }

  add(posted: Posted): void {
    const { seat } = posted;
    const drafting = (seat.drafting ??= new Drafting());
    const { last } = drafting;
    drafting.last = posted;
    if (last) last.nextDraft = posted;
    else {
      drafting.first = posted;
      if (!drafting.paused) this.#enter(seat.origin, drafting);
    }
  }

  /** Returns the next one; it stays in the queue. */
  get next(): Posted | undefined {
    return this.#origins.current?.drafting.current?.first;
  }

  /** Removes the next one. */
  shift(posted: Posted): void {
    const { seat } = posted;
    const { drafting, origin } = seat;
    if (!drafting) return;
    origin.credit -= posted.cost;
    drafting.credit -= posted.cost;
    drafting.first = posted.nextDraft;
    posted.nextDraft = undefined;
    if (drafting.first) return;
    drafting.last = undefined;
    this.#leave(origin, drafting);
    if (!drafting.paused) seat.drafting = undefined;
  }

  /** Puts one back in front of its session's others; the session is paused. */
  putBack(posted: Posted): void {
    const drafting = (posted.seat.drafting ??= new Drafting());
    posted.nextDraft = drafting.first;
    drafting.first = posted;
    drafting.last ??= posted;
  }

  /** The result of publishing the draft just taken is not known yet: its session's later drafts wait for it. */
  pause(seat: Seat): void {
    const drafting = (seat.drafting ??= new Drafting());
    drafting.paused = true;
    if (drafting.nextInTurn) this.#leave(seat.origin, drafting);
  }

  /** The session's turn may come again. */
  resume(seat: Seat): void {
    const { drafting } = seat;
    if (!drafting) return;
    drafting.paused = false;
    if (!drafting.first) seat.drafting = undefined;
    else if (!drafting.nextInTurn) this.#enter(seat.origin, drafting);
  }

  #enter(origin: Origin, drafting: Drafting): void {
    if (origin.drafting.empty) this.#origins.add(origin);
    origin.drafting.add(drafting);
  }

  #leave(origin: Origin, drafting: Drafting): void {
    origin.drafting.remove(drafting);
    if (origin.drafting.empty) this.#origins.remove(origin);
  }
}
