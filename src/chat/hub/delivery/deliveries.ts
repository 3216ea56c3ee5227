import type { Clock, WorkTurns } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import { BatchUnderWay } from './batch-under-way.ts';
import { type Delivering, Delivery } from './delivery.ts';
import { GatheredPool } from './gathered-items.ts';
import { type OnBug, Outgoing } from './outgoing.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** How long writing what a batch brings may take in one turn of the event loop, in ms, if other work leaves as much. */
export const writingTime: Millis = 6;
/**
 * Writes that are made in one turn, also where they take longer than `writingTime`, but not longer than `longestWriting`. They take
 * about 8 ms on an idle machine: dividing what two thousand hear cost 4 to 8 % of all deliveries, because fewer messages share a batch.
 */
export const writesAtOnce = 2048;
/**
 * How long the writes of `writesAtOnce` may take in one turn, in ms: where a write costs several times as much, as on TLS, or the machine
 * is busy with other programs, fewer are made. `perLook` are made in any case.
 */
export const longestWriting: Millis = 16;
/** Between two looks at the clock. */
const perLook = 64;

export interface DeliveriesOptions {
  readonly hub: Delivering;
  readonly clock: Pick<Clock, 'elapsed'>;
  /** Undefined: nothing is divided. */
  readonly loop?: WorkTurns | undefined;
  readonly onBug: OnBug;
  /** Fewer than `writesAtOnce` in tests. */
  readonly writesAtOnce?: number | undefined;
  /** All of it was written, and the next one may begin. */
  readonly done: (delivery: Delivery) => void;
}

/**
 * Fills and writes one delivery at a time. What a batch brings to very many seats is written in several turns of the event loop; until
 * all is written the batch is under way, and nothing else is handed to any seat.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #atOnce: number;
  readonly #perLook: number;
  readonly #pool = new GatheredPool();
  readonly #underWay = new BatchUnderWay();
  #abandoned = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#atOnce = options.writesAtOnce ?? writesAtOnce;
    this.#perLook = Math.min(perLook, this.#atOnce);
  }

  /** A batch is under way. */
  get running(): boolean {
    return this.#underWay.running;
  }

  /** From here to `deliver`, everything that is not part of the batch waits for its end. */
  batchBegins(): void {
    this.#underWay.begins();
  }

  /** Runs now, or right after the batch under way. */
  after(run: () => void): void {
    this.#underWay.after(run);
  }

  /** What sessions are given outside of the batches. */
  hand(fill: (delivery: Delivery) => void): void {
    const began = this.#starts();
    const delivery = this.#fill(fill);
    this.#write(delivery);
    this.#stops(began);
    this.#end(delivery);
  }

  /** A batch. Returns, or resolves with, how many seats were written to. */
  deliver(fill: (delivery: Delivery) => void): number | Promise<number> {
    const { loop } = this.#options;
    const began = this.#starts();
    const delivery = this.#fill(fill);
    const isWritten = loop ? this.#writeSome(delivery, loop) : this.#write(delivery);
    this.#stops(began);
    return isWritten || !loop ? this.#end(delivery) : this.#writeOn(delivery, loop);
  }

  /** Nothing more is written. */
  abandon(): void {
    this.#abandoned = true;
  }

  readonly #written = (seat: Seat): void => this.#options.hub.catchUp.written(seat);

  /** To the next `most` seats. Returns whether those were the last. */
  #write({ out }: Delivery, most?: number): boolean {
    return out.flush(this.#options.hub.places.shown, this.#written, most);
  }

  #fill(fill: (delivery: Delivery) => void): Delivery {
    const { hub, onBug } = this.#options;
    const delivery = new Delivery(hub, new Outgoing(onBug, this.#pool));
    this.#underWay.begins();
    fill(delivery);
    delivery.spread();
    return delivery;
  }

  /** As much as fits into this turn. Returns whether that was all. */
  #writeSome(delivery: Delivery, loop: WorkTurns): boolean {
    const { clock } = this.#options;
    const [began, most] = [clock.elapsed(), loop.allows(writingTime)];
    for (let left = this.#atOnce; ; left -= this.#perLook) {
      if (this.#write(delivery, this.#perLook)) return true;
      if (clock.elapsed() - began >= (left > this.#perLook ? longestWriting : most)) return false;
    }
  }

  #writeOn(delivery: Delivery, loop: WorkTurns): Promise<number> {
    return new Promise((resolve, reject) => {
      const goOn = (): void => {
        try {
          const began = this.#starts();
          const isWritten = this.#abandoned || this.#writeSome(delivery, loop);
          this.#stops(began);
          if (isWritten) resolve(this.#end(delivery));
          else loop.next(goOn);
        } catch (error) {
          reject(error);
        }
      };
      loop.next(goOn);
    });
  }

  /** Returns how many seats were written to. */
  #end(delivery: Delivery): number {
    const { places } = this.#options.hub;
    places.complete = places.shown;
    this.#underWay.ends();
    this.#options.done(delivery);
    return delivery.out.writes;
  }

  #starts(): Millis {
    this.#options.loop?.worked();
    return this.#options.clock.elapsed();
  }

  /** The time of requests that are taken in this turn does not include this work. */
  #stops(began: Millis): void {
    this.#options.hub.intake.excludeTime(this.#options.clock.elapsed() - began);
  }
}
