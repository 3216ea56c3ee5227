import { type Clock, type Store, inboxOf } from '#chat/ports.ts';
import { isImported, type Millis, type Seq, type UserId } from '#chat/event.ts';
import { behindFrom } from './behind.ts';
import type { Hub } from './hub.ts';
import type { Seat } from './seat.ts';

/**
 * How long what was written may be known to this node alone. After a crash an account hears again what was said to it in
 * this time; in exchange a conversation costs one draft in this time, and not one a message.
 */
export const unsavedFor: Millis = 5000;

/** Entries looked at to find out whether any of them is mail. */
const look = 100;

export interface MailOptions {
  readonly hub: Hub;
  readonly store: Store;
  readonly clock: Clock;
  /** Puts an account's delivery cursor into the order. */
  readonly post: (seat: Seat, upto: Seq) => void;
}

/** What is said to accounts in private: handed over when they come, and counted as delivered once it was written. */
export class Mail {
  readonly #options: MailOptions;
  readonly #unsaved = new Set<Seat>();
  #callOff: () => void = () => {};

  constructor(options: MailOptions) {
    this.#options = options;
  }

  /** An account has come in the draft of this seq: what waited comes before anything live. */
  came(seat: Seat, at: Seq): void {
    const { hub, store } = this.#options;
    if (!seat.format.takesMail || this.#heardElsewhere(seat)) return;
    const inbox = store.account(seat.user)?.delivered ?? at;
    if (!this.#waits(seat.user, inbox, at)) return;
    const behind = behindFrom(seat, at, { inbox, arriving: true });
    hub.fallBehind(seat, behind);
  }

  /** Something said in private was written to it. */
  written(seat: Seat): void {
    if (!seat.account || seat.unsaved || seat.closing) return;
    seat.unsaved = true;
    this.#unsaved.add(seat);
    if (this.#unsaved.size === 1) this.#callOff = this.#options.clock.after(unsavedFor, () => this.#save());
  }

  /** Up to where everything said to its user in private was written, if that is not in the order yet. */
  upto(seat: Seat): Seq | undefined {
    if (!seat.unsaved || !seat.account) return undefined;
    if (seat.behind) return seat.behind.taken > 0 ? seat.behind.taken : undefined;
    return seat.session.outbox.delivered ? this.#options.hub.complete : undefined;
  }

  /** A timer that nobody needs any more would keep a server that stops alive. */
  forget(seat: Seat): void {
    if (this.#unsaved.delete(seat) && this.#unsaved.size === 0) this.#callOff();
  }

  /** Another session of the account was written everything already. */
  #heardElsewhere(seat: Seat): boolean {
    const others = this.#options.hub.audience.seatsOf(seat.user);
    return others.some((each) => each !== seat && each.format.takesMail && !each.closing && isComplete(each));
  }

  #waits(account: UserId, after: Seq, before: Seq): boolean {
    const entries = this.#options.store.merged([{ room: inboxOf(account), after, before }], look);
    return entries.length === look || entries.some((entry) => entry.from.id !== account && !isImported(entry));
  }

  /** Whoever has not taken all of it by now has another time to do so. */
  #save(): void {
    const seats = [...this.#unsaved];
    this.#unsaved.clear();
    for (const seat of seats) {
      // Its going has told how much it was written.
      if (seat.closing) continue;
      const upto = this.upto(seat);
      seat.unsaved = false;
      if (upto === undefined) this.written(seat);
      else this.#options.post(seat, upto);
    }
  }
}

const isComplete = (seat: Seat): boolean => !seat.behind && seat.session.outbox.delivered;
