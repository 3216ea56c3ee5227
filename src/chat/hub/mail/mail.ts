import type { Millis, Seq } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import type { DeliveredPlaces } from '#chat/hub/delivery/delivered-places.ts';
import type { Seat } from '#chat/hub/seat.ts';

/**
 * How long a delivery cursor may wait before it is put into the order, in ms. After a crash, an account gets the mail of
 * this time again; in exchange a conversation costs one draft per interval, and not one per message.
 */
const unsavedFor: Millis = 5000;

export interface MailOptions {
  readonly places: DeliveredPlaces;
  readonly clock: Pick<Clock, 'after'>;
  /** Puts an account's delivery cursor into the order. */
  readonly post: (seat: Seat, upto: Seq) => void;
}

/** Private messages to accounts count as delivered once they were written. */
export class Mail {
  readonly #options: MailOptions;
  readonly #unsaved = new Set<Seat>();
  #cancelTimer: () => void = () => {};

  constructor(options: MailOptions) {
    this.#options = options;
  }

  /** A private message was written to the session. What was written to a bot still waits for the people of its account. */
  written(seat: Seat): void {
    if (!seat.account || seat.acting || seat.unsaved || seat.closing) return;
    seat.unsaved = true;
    this.#unsaved.add(seat);
    if (this.#unsaved.size === 1) this.#cancelTimer = this.#options.clock.after(unsavedFor, () => this.#save());
  }

  /** Up to where all private messages to its user were written, if that is not in the order yet. */
  upto(seat: Seat): Seq | undefined {
    if (!seat.unsaved || !seat.account) return undefined;
    if (seat.behind) return seat.behind.taken > 0 ? seat.behind.taken : undefined;
    return seat.session.outbox.delivered ? this.#options.places.writtenTo(seat) : undefined;
  }

  /** The same, for a draft that has more to say: it is not posted again. */
  take(seat: Seat): Seq | undefined {
    const upto = this.upto(seat);
    if (upto === undefined) return undefined;
    seat.unsaved = false;
    this.forget(seat);
    return upto;
  }

  /** An unneeded timer would keep a stopping server alive. */
  forget(seat: Seat): void {
    if (this.#unsaved.delete(seat) && this.#unsaved.size === 0) this.#cancelTimer();
  }

  /** Sessions that have not drained are checked again later. */
  #save(): void {
    const seats = [...this.#unsaved];
    this.#unsaved.clear();
    for (const seat of seats) {
      // The departure of the session has reported what was written to it.
      if (seat.closing) continue;
      const upto = this.upto(seat);
      seat.unsaved = false;
      if (upto === undefined) this.written(seat);
      else this.#options.post(seat, upto);
    }
  }
}
