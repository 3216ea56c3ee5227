import { Cache } from './cache.ts';
import type { Millis } from './event.ts';
import { networkOf } from './network.ts';

/** Wrong passwords in a row. */
interface Count {
  wrong: number;
  /** The next attempt is not looked at before. */
  next: Millis;
}

/** How wrong passwords slow down the next attempts, for one way of counting them. */
interface Brake {
  /** So many cost no time. */
  readonly free: number;
  /** The longest time one costs. */
  readonly most: Millis;
}

/** Somebody at one address who tries one name: that is how people mistype, and how they guess. */
const together: Brake = { free: 3, most: 30_000 };
/** One address, whatever the name. Behind one address there may be a whole class. */
const byAddress: Brake = { free: 20, most: 30_000 };
/** One name, from wherever: never so long that its owner is kept out. */
const byName: Brake = { free: 10, most: 5000 };

const first: Millis = 1000;
/** Counts kept, of each kind. */
const kept = 10_000;

/** Slows down whoever guesses passwords: per name and address, per address, and a little per name. */
export class Attempts {
  readonly #together = new Counts(together);
  readonly #addresses = new Counts(byAddress);
  readonly #names = new Counts(byName);

  /** How long the next attempt has to wait. Those of one name and address are made one after the other: see `lineOf`. */
  wait(name: string, address: string, now: Millis): Millis {
    const network = networkOf(address);
    const line = lineOf(name, address);
    return Math.max(now, this.#together.next(line), this.#addresses.next(network), this.#names.next(name)) - now;
  }

  wrong(name: string, address: string, now: Millis): void {
    this.#together.wrong(lineOf(name, address), now);
    this.#addresses.wrong(networkOf(address), now);
    this.#names.wrong(name, now);
  }

  right(name: string, address: string): void {
    this.#together.forget(lineOf(name, address));
    this.#names.forget(name);
  }
}

/** Attempts with the same one wait for one another, so that many at once are no way around the time they cost. */
export const lineOf = (name: string, address: string): string => `${networkOf(address)} ${name}`;

class Counts {
  readonly #brake: Brake;
  readonly #counts = new Cache<string, Count>(kept);

  constructor(brake: Brake) {
    this.#brake = brake;
  }

  next(key: string): Millis {
    return this.#counts.get(key)?.next ?? 0;
  }

  wrong(key: string, now: Millis): void {
    const before = this.#counts.get(key);
    const lapsed = before === undefined || now - before.next > forgotten;
    const wrong = (lapsed ? 0 : before.wrong) + 1;
    this.#counts.set(key, { wrong, next: now + this.#delay(wrong) });
  }

  forget(key: string): void {
    this.#counts.delete(key);
  }

  #delay(wrong: number): Millis {
    const over = wrong - this.#brake.free;
    return over < 0 ? 0 : Math.min(first * 2 ** Math.min(over, 20), this.#brake.most);
  }
}

/** Wrong passwords that are so long ago count no more. */
const forgotten: Millis = 15 * 60_000;
