import type { Millis } from '#chat/event.ts';

/** The parameters of a token bucket: its size, and what is added each second. */
interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Limits of requests: their number, and their bytes as counted while under way (256, and two per character). */
export interface Rates {
  readonly asks: Rate;
  readonly bytes: Rate;
}

/** Of one session, and of all sessions of one address together. */
export interface AskRates {
  readonly session: Rates;
  readonly address: Rates;
  /** What one session may request although its address requests too much. */
  readonly light: Rates;
}

/**
 * A person who pastes pages stays below these, and so does a class of two hundred behind one router. A session above
 * them is not refused: its input is read more slowly.
 */
export const usualRates: AskRates = {
  session: { asks: { burst: 2000, perSecond: 200 }, bytes: { burst: 2 * 1024 * 1024, perSecond: 256 * 1024 } },
  /** All sessions that one address may have, and as many new ones as it may open, stay below the rate of an address with that. */
  light: { asks: { burst: 16, perSecond: 2 }, bytes: { burst: 16 * 1024, perSecond: 1024 } },
  address: { asks: { burst: 40_000, perSecond: 4000 }, bytes: { burst: 32 * 1024 * 1024, perSecond: 4 * 1024 * 1024 } },
};

/** What may still be requested. May fall below zero by the size of one request. */
export class Allowance {
  readonly #rates: Rates;
  #asks: number;
  #bytes: number;
  #at: Millis;

  constructor(rates: Rates, now: Millis) {
    this.#rates = rates;
    this.#asks = rates.asks.burst;
    this.#bytes = rates.bytes.burst;
    this.#at = now;
  }

  spend(bytes: number): void {
    this.#asks--;
    this.#bytes -= bytes;
  }

  /** Whether any is left. `now` is called only when none seems to be left. */
  left(now: () => Millis): boolean {
    if (this.#asks > 0 && this.#bytes > 0) return true;
    const at = now();
    const { asks, bytes } = this.#rates;
    const seconds = (at - this.#at) / 1000;
    this.#at = at;
    this.#asks = Math.min(asks.burst, this.#asks + seconds * asks.perSecond);
    this.#bytes = Math.min(bytes.burst, this.#bytes + seconds * bytes.perSecond);
    return this.#asks > 0 && this.#bytes > 0;
  }
}
