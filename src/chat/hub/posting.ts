import { type Bus, type Clock, PublishUnknown, type Store } from '#chat/ports.ts';
import type { Hearers } from './audience.ts';
import { BatchBudget } from './batch-budget.ts';
import { DraftQueue } from './draft-queue.ts';
import type { Asked, Draft } from '#chat/event.ts';
import type { Hub } from './hub.ts';
import type { Quota } from './quota.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { Posted, type Seat } from './seat.ts';

/** How long to wait before a draft of unknown fate is published again, in ms. */
export const retryAfter = 100;

/** What a draft costs beside its text, in bytes: about what its objects take. */
const draftBytes = 256;
/** So many hearers cost as much as the draft itself. */
const hearersPerDraft = 64;

export interface PostingOptions {
  /** The run's random mark. */
  readonly run: string;
  readonly bus: Bus;
  readonly hub: Hub;
  readonly store: Store;
  readonly clock: Clock;
  /** Undefined: whatever is said is kept. */
  readonly quota: Quota | undefined;
  /** Who hears what is said there; undefined for what is private, and where nobody does. */
  readonly hearersOf: (room: string) => Hearers | undefined;
}

/**
 * The drafts of one run: they wait in a fair queue, are numbered when the bus takes them, published until their fate is
 * known, and counted until they are answered.
 */
export class Posting {
  readonly #options: PostingOptions;
  readonly #queue = new DraftQueue();
  readonly #budget = new BatchBudget();
  readonly #fill = (): void => this.#publishNext();
  /** The bus was told that drafts wait. */
  #announced = false;
  readonly #refusedEarly = new Set<Draft>();
  #asked = 0;
  #nth = 0;

  constructor(options: PostingOptions) {
    this.#options = options;
  }

  post<A>(seat: Seat<A>, event: Asked, ask: A, room: string | undefined): void {
    const { hub, store, clock, hearersOf, quota } = this.#options;
    const posted = new Posted(seat, ask, event, room, draftBytes + 2 * sizeOf(event));
    posted.asked = ++this.#asked;
    posted.at = clock.now();
    hub.intake.add(seat, posted);
    if (!isUnrefusable(event) && !store.hasRoom()) return this.#refuse(posted, 'disk-full');
    if (!isPatient(event) && store.locked()) return this.#refuse(posted, 'locked');
    if (event.kind === 'message' && quota?.takes(seat, event.text.length) === false) {
      return this.#refuse(posted, 'quota-used');
    }
    // Few wires show that somebody comes or joins; all show what is said.
    if (room !== undefined && event.kind === 'message') posted.hearers = hearersOf(room);
    posted.cost = posted.bytes * (1 + (posted.hearers?.count ?? 0) / hearersPerDraft);
    this.#queue.add(posted);
    this.#announce();
  }

  #announce(): void {
    if (this.#announced || this.#queue.empty) return;
    this.#announced = true;
    this.#options.bus.whenReady(this.#fill);
  }

  /** As many as one batch may hold: chosen in fair turns, published as they were asked. */
  #publishNext(): void {
    this.#announced = false;
    const chosen = this.#choose();
    const later: Posted[] = [];
    for (const posted of chosen) {
      if (posted.seat.uncertain) later.push(posted);
      else this.#publishFirst(posted);
    }
    for (const posted of later.reverse()) this.#queue.putBack(posted);
    this.#announce();
  }

  #choose(): readonly Posted[] {
    const chosen: Posted[] = [];
    let inOrder = true;
    let last = 0;
    this.#budget.begin();
    for (let next = this.#queue.next; next && (next.settled || this.#budget.takes(next)); next = this.#queue.next) {
      this.#queue.shift(next);
      if (next.settled) continue;
      chosen.push(next);
      inOrder &&= next.asked > last;
      last = next.asked;
    }
    return inOrder ? chosen : chosen.sort((one, other) => one.asked - other.asked);
  }

  #publishFirst(posted: Posted): void {
    posted.run = this.#options.run;
    posted.nth = ++this.#nth;
    posted.settledUpto = this.#options.hub.settled.upto;
    this.#publish(posted);
  }

  /**
   * A session's drafts are published one after the other, each when the fate of those before it is known. Otherwise one
   * that is published again comes behind later ones: it holds their answers back, and the session hears its own words
   * in another place than everybody else.
   */
  #publish(posted: Posted): void {
    const { seat } = posted;
    const taken = this.#options.bus.publish(posted);
    if (!taken) return;
    seat.uncertain = true;
    this.#queue.pause(seat);
    taken.then(
      () => this.#certain(seat),
      (error: unknown) => this.#failed(posted, error),
    );
  }

  /** A going that was refused is published again too: the user would stay behind as a ghost until the run ends. */
  #failed(posted: Posted, error: unknown): void {
    const again = error instanceof PublishUnknown || posted.event.kind === 'went';
    if (!again) this.#refuse(posted, 'unavailable');
    if (!again || posted.settled) this.#certain(posted.seat);
    else this.#options.clock.after(retryAfter, () => this.#certain(posted.seat, posted.settled ? undefined : posted));
  }

  /** The next draft's turn may come, or that of one whose fate is still unknown does. */
  #certain(seat: Seat, again?: Posted): void {
    seat.uncertain = false;
    if (again) this.#publish(again);
    if (seat.uncertain) return;
    this.#queue.resume(seat);
    this.#announce();
  }

  /** Another program keeps the store locked: nobody waits for that who can ask again. */
  refuseWaiting(seats: readonly Seat[]): void {
    const waiting = seats.flatMap(postedBy).filter(({ settled, event }) => !settled && !isPatient(event));
    for (const posted of waiting) {
      // The others leave the queue where it is their turn.
      if (posted.nth > 0) this.#refusedEarly.add(posted);
      this.#refuse(posted, 'locked');
    }
  }

  /** Whether the draft, which comes in the order now, was refused by `refuseWaiting`. Tells it once. */
  wasRefused(draft: Draft): boolean {
    return this.#refusedEarly.size > 0 && this.#refusedEarly.delete(draft);
  }

  #refuse(posted: Posted, code: RefusalCode): void {
    this.#options.hub.settle(posted, { kind: 'refusal', code });
  }
}

/** What a full disk does not stop: whoever goes, and the run itself, without which it could not go on later. */
const isUnrefusable = ({ kind }: Asked): boolean => kind === 'went' || kind === 'began' || kind === 'founded';

/** What waits for a lock: what a full disk does not stop, and cursors, which nobody would ask for again. */
const isPatient = (event: Asked): boolean =>
  isUnrefusable(event) || event.kind === 'delivered' || event.kind === 'read';

function postedBy(seat: Seat): readonly Posted[] {
  const found: Posted[] = [];
  for (let each = seat.first; each; each = each.next) if (each instanceof Posted) found.push(each);
  return found;
}

const sizeOf = (event: Asked): number => (event.kind === 'message' ? event.text.length : 0);
