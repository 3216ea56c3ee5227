import type { Millis } from '#chat/event.ts';
import type { RequestSender } from './request-sender.ts';

/** A share of this thread's time (0 to 1), and how many ms may be used at once. */
interface Share {
  readonly share: number;
  readonly burst: Millis;
}

/** The share of a network. */
const ofNetwork: Share = { share: 0.2, burst: 1000 };
/**
 * The share that an account may use even after its network has used up its own: so a client that floods cannot lock out the other
 * clients behind the same router. This time is also counted for the network, whose burst is then larger (`burstWithLight`).
 */
const light: Share = { share: 0.01, burst: 100 };
const burstWithLight: Millis = 1250;
/** When more networks or accounts than this are remembered, those without debt are forgotten. */
const leastSwept = 1024;

/**
 * Measures how much of the server's time the requests of each network take. The cost of a request is only known
 * afterwards, so a network may begin one more while it has any time left.
 */
export class TimeShares {
  readonly #networks: Debts;
  readonly #accounts: Debts;

  constructor(elapsed: () => Millis) {
    this.#networks = new Debts(elapsed, ofNetwork.share);
    this.#accounts = new Debts(elapsed, light.share);
  }

  hasSome({ network, client, isAccount }: RequestSender): boolean {
    const used = this.#networks.of(network);
    if (used < ofNetwork.burst) return true;
    return isAccount && used < burstWithLight && this.#accounts.of(client) < light.burst;
  }

  spend({ network, client, isAccount }: RequestSender, ms: Millis): void {
    this.#networks.add(network, ms);
    if (isAccount) this.#accounts.add(client, ms);
  }
}

/** How much time each key (a network or an account) has used beyond its share so far. */
class Debts {
  readonly #elapsed: () => Millis;
  readonly #share: number;
  /** When the debt of a key ends. */
  readonly #freeAt = new Map<string, Millis>();
  #sweepAt = leastSwept;

  constructor(elapsed: () => Millis, share: number) {
    this.#elapsed = elapsed;
    this.#share = share;
  }

  /** The debt of a key, in ms of used time. */
  of(key: string): Millis {
    return Math.max(0, (this.#freeAt.get(key) ?? 0) - this.#elapsed()) * this.#share;
  }

  add(key: string, ms: Millis): void {
    const now = this.#elapsed();
    this.#freeAt.set(key, Math.max(now, this.#freeAt.get(key) ?? 0) + ms / this.#share);
    if (this.#freeAt.size >= this.#sweepAt) this.#sweep(now);
  }

  #sweep(now: Millis): void {
    for (const [key, time] of this.#freeAt) if (time <= now) this.#freeAt.delete(key);
    this.#sweepAt = Math.max(leastSwept, 2 * this.#freeAt.size);
  }
}
