import { SessionDrafts } from '#chat/hub/requests/session-drafts.ts';
import type { ClientNetwork } from '#chat/hub/turns/client-network.ts';
import { leastCost, DeficitRoundRobin } from '#turns/deficit-round-robin.ts';
import { PostedDraft } from '#chat/hub/requests/posted-draft.ts';
import type { Seat } from '#chat/hub/seat.ts';

/**
 * Drafts that wait to be published, each with its session. Addresses take turns by cost, and so do the sessions of one
 * address: a draft from an address with nothing else waiting is among the next, however much others request.
 */
export class DraftQueue {
  readonly #networks: DeficitRoundRobin<ClientNetwork> = new DeficitRoundRobin(leastCost);

  get empty(): boolean {
    return this.#networks.empty;
  }

  add(posted: PostedDraft): void {
    const { seat } = posted;
    const drafts = (seat.drafts ??= new SessionDrafts());
    const { last } = drafts;
    drafts.last = posted;
    if (last) last.nextDraft = posted;
    else {
      drafts.first = posted;
      if (!drafts.paused) this.#enter(seat.network, drafts);
    }
  }

  /** Returns the next one; it stays in the queue. */
  get next(): PostedDraft | undefined {
    const next = this.#networks.current?.withDrafts.current?.first;
    return next instanceof PostedDraft ? next : undefined;
  }

  /** Removes the next one. */
  shift(posted: PostedDraft): void {
    const { seat } = posted;
    const { drafts, network } = seat;
    if (!drafts) return;
    network.credit -= posted.cost;
    drafts.credit -= posted.cost;
    drafts.first = posted.nextDraft;
    posted.nextDraft = undefined;
    if (drafts.first) return;
    drafts.last = undefined;
    this.#leave(network, drafts);
    if (!drafts.paused) seat.drafts = undefined;
  }

  /** Puts one back in front of its session's others; the session is paused. */
  putBack(posted: PostedDraft): void {
    const drafts = (posted.seat.drafts ??= new SessionDrafts());
    posted.nextDraft = drafts.first;
    drafts.first = posted;
    drafts.last ??= posted;
  }

  /** The result of publishing the draft just taken is not known yet: its session's later drafts wait for it. */
  pause(seat: Seat): void {
    const drafts = (seat.drafts ??= new SessionDrafts());
    drafts.paused = true;
    if (drafts.nextInTurn) this.#leave(seat.network, drafts);
  }

  /** The session's turn may come again. */
  resume(seat: Seat): void {
    const { drafts } = seat;
    if (!drafts) return;
    drafts.paused = false;
    if (!drafts.first) seat.drafts = undefined;
    else if (!drafts.nextInTurn) this.#enter(seat.network, drafts);
  }

  /** `move` gives the session another network: its drafts wait among those of that. */
  relocate(seat: Seat, move: () => void): void {
    const { drafts } = seat;
    const waits = drafts?.nextInTurn !== undefined;
    if (drafts && waits) this.#leave(seat.network, drafts);
    move();
    if (drafts && waits) this.#enter(seat.network, drafts);
  }

  #enter(network: ClientNetwork, drafts: SessionDrafts): void {
    if (network.withDrafts.empty) this.#networks.add(network);
    network.withDrafts.add(drafts);
  }

  #leave(network: ClientNetwork, drafts: SessionDrafts): void {
    network.withDrafts.remove(drafts);
    if (network.withDrafts.empty) this.#networks.remove(network);
  }
}
