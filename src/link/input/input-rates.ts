/** Input that may be read at once, and each second, in bytes. */
export interface InputRate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Of one link, and of all links of one address together. */
export interface InputRates {
  readonly link: InputRate;
  readonly address: InputRate;
}

/**
 * Nobody who types or pastes, and no class of two hundred behind one router, reaches these: requests have lower rates of their own. They
 * are for what is parsed and asks for nothing, such as empty lines and frames. A link above them is read more slowly.
 */
export const usualInputRates: InputRates = {
  link: { burst: 4 * 1024 * 1024, perSecond: 512 * 1024 },
  address: { burst: 32 * 1024 * 1024, perSecond: 4 * 1024 * 1024 },
};

/**
 * What a link may send while its address is too fast: who types or listens beside a flood from the same address does not wait with it.
 * All links that one address may have, and as many new ones as it may open, stay below the rate of an address with that.
 */
export const lightRate: InputRate = { burst: 16 * 1024, perSecond: 2 * 1024 };

/** What each read costs in addition to its bytes, in bytes: a peer may send them one at a time. */
export const perRead = 512;
/** The same for each ms that parsing input of HTTP and WebSockets takes the thread: a fifth of a core for one address. */
export const perParsedMs: number = 20 * 1024;

/** Bytes that one read hands over at most. */
const longestRead = 64 * 1024;

/** What may still be read. Whole numbers, so that V8 keeps them in the object. */
export class InputAllowance {
  readonly #rate: InputRate;
  #left: number;
  #at: number;

  /** `now`: in ms. */
  constructor(rate: InputRate, now: number) {
    this.#rate = rate;
    this.#left = rate.burst;
    this.#at = Math.floor(now);
  }

  /** False: it is used up. */
  spend(cost: number): boolean {
    this.#left -= cost;
    return this.#left >= 0;
  }

  /** How many links may each be read once; at least one. */
  get readsLeft(): number {
    return Math.max(1, Math.floor(this.#left / longestRead));
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** False: it is still used up. */
  refill(now: number): boolean {
    const { burst, perSecond } = this.#rate;
    const more = Math.floor(((now - this.#at) * perSecond) / 1000);
    this.#left = Math.min(burst, this.#left + more);
    this.#at = Math.floor(now);
    return this.#left >= 0;
  }

  isFull(now: number): boolean {
    return this.refill(now) && this.#left === this.#rate.burst;
  }
}

/** From this age on, in ms, a link that sends little is read although its address holds much: links that were made to flood are younger. */
const provenAfter = 10_000;

/** What may still be read of one link. */
export class LinkAllowance {
  readonly #own: InputAllowance;
  readonly #light: InputAllowance;
  readonly #since: number;

  /** `now`: in ms. */
  constructor(rate: InputRate, now: number) {
    this.#own = new InputAllowance(rate, now);
    this.#light = new InputAllowance(lightRate, now);
    this.#since = now;
  }

  /** False: it is used up. */
  spend(cost: number): boolean {
    this.#light.spend(cost);
    return this.#own.spend(cost);
  }

  get isSpent(): boolean {
    return this.#own.isSpent;
  }

  /** False: it is still used up. */
  refill(now: number): boolean {
    return this.#own.refill(now);
  }

  /** The link has sent so little lately that it need not wait for others of its address. */
  isLight(now: number): boolean {
    return this.#light.refill(now);
  }

  /** It has been so for long. */
  isProven(now: number): boolean {
    return now - this.#since >= provenAfter && this.isLight(now);
  }
}
