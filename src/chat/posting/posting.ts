import { type Bus, type Clock, PublishUnknown, type Store, type WorkTurns } from '#chat/ports.ts';
import type { Hearers } from '#chat/hub/delivery/audience.ts';
import { BatchBudget } from './batch-budget.ts';
import { DraftQueue } from './draft-queue.ts';
import type { Acting, Asked, AskedKind, Draft, Millis } from '#chat/event.ts';
import type { Hub } from '#chat/hub/hub.ts';
import { heldLength, keptLength, namesIn, undoes } from './kept-length.ts';
import type { UnansweredDrafts } from '#chat/hub/requests/unanswered-drafts.ts';
import type { Quota } from './quota.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { PostedDraft } from '#chat/hub/requests/posted-draft.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Ask } from '#chat/hub/session.ts';

/** How long to wait before a draft with unknown result is published again, in ms. */
const retryAfter = 100;
/** How long a server that stops goes on with what sessions have posted, in ms. The rest is refused. */
export const closingTime: Millis = 1000;

/** What a draft costs in addition to its texts, in bytes: about the size of its objects. */
const draftBytes = 256;
/** What it costs to look for a name in a message, in the same bytes. */
const nameBytes = 512;
/** This many hearers cost as much as the draft itself. */
const hearersPerDraft = 64;
/** And so do this many that hear rooms in which it is told. */
const toldPerDraft = 256;

export interface PostingOptions {
  /** Gives drafts their numbers. */
  readonly drafts: UnansweredDrafts;
  readonly bus: Bus;
  readonly hub: Hub;
  readonly store: Store;
  readonly clock: Clock;
  readonly loop?: Pick<WorkTurns, 'worked'> | undefined;
  /** Undefined: all text is kept. */
  readonly quota: Quota | undefined;
  /** The seats that hear a message, or a change of one; undefined for private ones, for other events, and if there are none. */
  readonly hearersOf: (event: Asked, room: string | undefined) => Hearers | undefined;
  /** See `toldInRooms`. */
  readonly toldOf: (event: Asked, seat: Seat, room: string | undefined) => number;
}

/**
 * The drafts of one run: they wait in a fair queue, are numbered when the bus takes them, published in bundles until the
 * bundle's result is known, and counted until they are answered.
 */
export class Posting {
  readonly #options: PostingOptions;
  readonly #queue = new DraftQueue();
  readonly #budget = new BatchBudget();
  readonly #fill = (): void => this.#publishNext();
  /** The bus was told that drafts wait. */
  #announced = false;
  /** Numbers of drafts that were refused after they were published. */
  readonly #refusedEarly = new Set<number>();
  #asked = 0;

  constructor(options: PostingOptions) {
    this.#options = options;
  }

  /** `as`: the draft is asked for by the holder of a grant. */
  post<A extends Ask>(
    seat: Seat<A>,
    event: Asked,
    ask: A | undefined,
    room: string | undefined,
    once?: string,
    as: Acting | undefined = seat.acting,
  ): void {
    const { hub, store, clock, hearersOf, toldOf, quota } = this.#options;
    const posted = new PostedDraft(seat, ask, event, room, draftBytes + 2 * heldLength(event, room));
    posted.once = once;
    posted.as = as;
    posted.asked = ++this.#asked;
    posted.at = clock.now();
    hub.intake.add(seat, posted);
    if (!isUnrefusable(event) && !store.hasSpace()) return this.#refuse(posted, 'disk-full');
    if (!waitsForLock(event) && store.locked()) return this.#refuse(posted, 'locked');
    const names = namesIn(event);
    if (quota && seat.id !== 0 && !quota.takes(seat, keptLength(event, names)) && !undoes(event))
      return this.#refuse(posted, 'quota-used');
    // Few dialects show arrivals and joins; all show messages.
    posted.hearers = hearersOf(event, room);
    posted.told = toldOf(event, seat, room);
    posted.names = names;
    posted.cost =
      posted.bytes * (1 + (posted.hearers?.count ?? 0) / hearersPerDraft + posted.told / toldPerDraft) +
      names * nameBytes;
    this.#queue.add(posted);
    this.#announce();
  }

  /**
   * The session goes on at another address: its drafts and requests wait there, and count there, as does what it is still to be
   * told.
   */
  relocate(seat: Seat, address: string): void {
    const { intake, turns, seats } = this.#options.hub;
    if (seat.address === address || !seats.has(seat)) return;
    this.#queue.relocate(seat, () =>
      turns.relocate(seat, () => intake.relocate(seat, () => seats.relocate(seat, address))),
    );
  }

  #announce(): void {
    if (this.#announced || this.#queue.empty) return;
    this.#announced = true;
    this.#options.bus.whenReady(this.#fill);
  }

  /** As many as one batch may hold: chosen in fair turns, published in the order asked. */
  #publishNext(): void {
    this.#announced = false;
    const bundle = this.#choose();
    for (const posted of bundle) if (posted.nth === 0) this.#options.drafts.number(posted);
    if (bundle.length > 0) this.#publish(bundle);
    this.#announce();
  }

  /** Judging, storing and answering a batch with that many drafts, of all nodes, took that much CPU time. */
  batchTook(drafts: number, time: Millis): void {
    this.#budget.took(drafts, time);
  }

  #choose(): readonly PostedDraft[] {
    const chosen: PostedDraft[] = [];
    let inOrder = true;
    let last = 0;
    this.#budget.begin(this.#options.loop?.worked());
    for (let next = this.#queue.next; next && (next.settled || this.#budget.takes(next)); next = this.#queue.next) {
      this.#queue.shift(next);
      if (next.settled) continue;
      chosen.push(next);
      inOrder &&= next.asked > last;
      last = next.asked;
    }
    return inOrder ? chosen : chosen.sort((one, other) => one.asked - other.asked);
  }

  /**
   * A session's drafts are published only when the result of its earlier ones is known. Otherwise a bundle that is published
   * again could come after a later one: it would hold back the later answers, and the session would hear its own messages
   * in another place than everyone else. Returns whether the result is known already.
   */
  #publish(bundle: readonly PostedDraft[]): boolean {
    const taken = this.#options.bus.publish(bundle);
    if (!taken) return true;
    for (const { seat } of bundle) this.#queue.pause(seat);
    taken.then(
      () => this.#resultKnown(bundle),
      (error: unknown) => this.#failed(bundle, error),
    );
    return false;
  }

  #failed(bundle: readonly PostedDraft[], error: unknown): void {
    if (error instanceof PublishUnknown) return this.#later(() => this.#again(bundle));
    const departures: PostedDraft[] = [];
    for (const posted of bundle) {
      if (posted.settled) continue;
      if (posted.event.kind === 'went') departures.push(posted);
      else this.#refuse(posted, 'unavailable');
    }
    if (departures.length === 0) return this.#resultKnown(bundle);
    // A departure is posted again: otherwise the user would stay present without a session until the run ends.
    this.#later(() => {
      for (const posted of departures) this.#queue.putBack(posted);
      this.#resultKnown(bundle);
    });
  }

  /** Publishes a bundle with unknown result again, unchanged, unless it has come meanwhile. */
  #again(bundle: readonly PostedDraft[]): void {
    if (bundle.every(({ settled }) => settled) || this.#publish(bundle)) this.#resultKnown(bundle);
  }

  #later(call: () => void): void {
    this.#options.clock.after(retryAfter, call);
  }

  /** The bundle's result is known: its sessions' next drafts may be published. */
  #resultKnown(bundle: readonly PostedDraft[]): void {
    for (const { seat } of bundle) this.#queue.resume(seat);
    this.#announce();
  }

  /** Another program keeps the store locked: refuses all drafts whose asker can repeat them. */
  refuseWaiting(seats: readonly Seat[]): void {
    const waiting = seats.flatMap(postedBy).filter(({ settled, event }) => !settled && !waitsForLock(event));
    for (const posted of waiting) {
      // The others are removed from the queue when it is their turn.
      if (posted.nth > 0) this.#refusedEarly.add(posted.nth);
      this.#refuse(posted, 'locked');
    }
  }

  /** The server stops: refuses what was not published yet, but for departures and cursors. */
  refuseUnpublished(seats: readonly Seat[]): void {
    const all = seats
      .flatMap(postedBy)
      .filter(({ settled, nth, event }) => !settled && nth === 0 && !waitsForLock(event));
    this.#options.hub.settle(all, { kind: 'refusal', code: 'unavailable' });
  }

  /** Whether the draft, which now comes in the order, was refused by `refuseWaiting`. True only once per draft. */
  wasRefused(draft: Draft): boolean {
    return (
      this.#refusedEarly.size > 0 && draft.run === this.#options.drafts.run && this.#refusedEarly.delete(draft.nth)
    );
  }

  #refuse(posted: PostedDraft, code: RefusalCode): void {
    this.#options.hub.settle([posted], { kind: 'refusal', code });
  }
}

/** Events that a full disk does not stop: departures, and the run itself, without which nothing could go on later. */
const isUnrefusable = ({ kind }: Asked): boolean => kind === 'went' || kind === 'began' || kind === 'founded';

/** Events that wait for a lock: those that a full disk does not stop, and cursors, which no peer would post again. */
const waitsForLock = (event: Asked): boolean => isUnrefusable(event) || cursors.has(event.kind);

const cursors: ReadonlySet<AskedKind> = new Set(['delivered', 'read', 'heard']);

function postedBy(seat: Seat): readonly PostedDraft[] {
  const found: PostedDraft[] = [];
  for (let each = seat.requests.first; each; each = each.next) if (each instanceof PostedDraft) found.push(each);
  return found;
}
