import type { Millis, Seq } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import type { Places } from './places.ts';
import type { Seat } from './seat.ts';

/**
 * How long what was written may be known to this node alone. After a crash an account hears again what was said to it in
 * this time; in exchange a conversation costs one draft in this time, and not one a message.
 */
export const unsavedFor: Millis = 5000;

export interface MailOptions {
  readonly places: Places;
  readonly clock: Pick<Clock, 'after'>;
  /** Puts an account's delivery cursor into the order. */
  readonly post: (seat: Seat, upto: Seq) => void;
}

/** What was said to accounts in private counts as delivered once it was written. */
export class Mail {
  readonly #options: MailOptions;
  readonly #unsaved = new Set<Seat>();
  #callOff: () => void = () => {};

  constructor(options: MailOptions) {
    this.#options = options;
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
    return seat.session.outbox.delivered ? this.#options.places.complete : undefined;
  }

  /** A timer that nobody needs any more would keep a server that stops alive. */
  forget(seat: Seat): void {
    if (this.#unsaved.delete(seat) && this.#unsaved.size === 0) this.#callOff();
  }

  /** Sessions that have not drained are looked at again later. */
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
