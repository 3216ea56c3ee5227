import { type Bus, PublishUnknown } from './bus.ts';
import type { Clock } from './clock.ts';
import type { Asked } from './event.ts';
import type { Hub } from './hub.ts';
import type { RefusalCode } from './refusal.ts';
import { Posted, type Seat } from './seat.ts';
import type { Store } from './store.ts';

/** How long to wait before a draft of unknown fate is published again, in ms. */
export const retryAfter = 100;

/** What a draft costs beside its text, in bytes: about what its objects take. */
const draftBytes = 256;

/** The drafts of one run: numbered, published until their fate is known, and counted until they are answered. */
export class Posting {
  readonly run: string;
  readonly #bus: Bus;
  readonly #hub: Hub;
  readonly #store: Store;
  readonly #clock: Clock;
  #nth = 0;

  constructor(run: string, bus: Bus, hub: Hub, store: Store, clock: Clock) {
    this.run = run;
    this.#bus = bus;
    this.#hub = hub;
    this.#store = store;
    this.#clock = clock;
  }

  post<A>(seat: Seat<A>, event: Asked, ask: A, room: string | undefined): void {
    const posted = new Posted(seat, ask, event, room, draftBytes + 2 * sizeOf(event));
    posted.run = this.run;
    posted.nth = ++this.#nth;
    posted.settledUpto = this.#hub.settled.upto;
    posted.at = this.#clock.now();
    this.#hub.intake.add(seat, posted);
    if (!isUnrefusable(event) && !this.#store.hasRoom()) this.#refuse(posted, 'disk-full');
    else this.#publish(posted);
  }

  /**
   * A session's drafts are published one after the other, each when the fate of those before it is known. Otherwise one
   * that is published again comes behind later ones: it holds their answers back, and the session hears its own words
   * in another place than everybody else.
   */
  #publish(posted: Posted): void {
    const { seat } = posted;
    if (seat.uncertain) {
      (seat.unpublished ??= []).push(posted);
      return;
    }
    const taken = this.#bus.publish(posted);
    if (!taken) return;
    seat.uncertain = true;
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
    else this.#clock.after(retryAfter, () => this.#certain(posted.seat, posted.settled ? undefined : posted));
  }

  /** The next draft's turn, or that of one whose fate is still unknown. */
  #certain(seat: Seat, again?: Posted): void {
    seat.uncertain = false;
    const waiting = seat.unpublished;
    if (again) this.#publish(again);
    while (waiting && waiting.length > 0 && !seat.uncertain) {
      const next = waiting.shift();
      if (next) this.#publish(next);
    }
  }

  #refuse(posted: Posted, code: RefusalCode): void {
    this.#hub.settle(posted, { kind: 'refusal', code });
  }
}

/** What a full disk does not stop: whoever goes, and the run itself, without which it could not go on later. */
const isUnrefusable = ({ kind }: Asked): boolean => kind === 'went' || kind === 'began' || kind === 'founded';

const sizeOf = (event: Asked): number => (event.kind === 'message' ? event.text.length : 0);
