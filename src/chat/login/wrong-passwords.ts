import { Cache } from '#chat/cache.ts';
import type { Millis } from '#chat/event.ts';
import type { Throttle } from './password-work.ts';

/** Wrong passwords in a row. */
interface Count {
  wrong: number;
  /** The next attempt is not checked before this time. */
  notBefore: Millis;
}

/** How wrong passwords delay the next attempts, for one kind of count. */
interface Rule {
  readonly kind: string;
  /** This many cause no delay. */
  readonly undelayed: number;
  /** The longest delay that one causes. */
  readonly longest: Millis;
  /** While there is a delay, one attempt is checked at a time, and only this many wait. */
  readonly maxWaiting?: number;
}

/** One name from one network: typing errors, and guesses. */
const byNameAndNetwork: Rule = { kind: 'together', undelayed: 3, longest: 30_000, maxWaiting: 3 };
/** One network, whatever the name. Behind one address there may be a whole class. */
const byNetwork: Rule = { kind: 'network', undelayed: 20, longest: 30_000 };
/** One name, from any network; it does not delay the owner on a network the account has used before. */
const byName: Rule = { kind: 'name', undelayed: 10, longest: 5000 };

const firstDelay: Millis = 1000;
/** Number of counts kept of each kind. */
const countsPerKind = 10_000;
/** Wrong passwords older than this no longer count. */
const countLasts: Millis = 15 * 60_000;

/** The name for which a password is tried, and the network. `name`: the key of an account; undefined if too long to be one. */
export interface Attempt {
  readonly name: string | undefined;
  readonly network: string;
}

/** Counts wrong passwords: per name and network, per network, and a little per name. Times are elapsed ones. */
export class WrongPasswords {
  readonly #namesAndNetworks = new Counts(byNameAndNetwork);
  readonly #networks = new Counts(byNetwork);
  readonly #names = new Counts(byName);

  /** What delays an attempt. `known`: the account has logged in from that network before. */
  throttles(attempt: Attempt, known: boolean): readonly Throttle[] {
    const { name, network } = attempt;
    const own = this.#namesAndNetworks.throttle(nameAndNetwork(attempt));
    if (known) return [own];
    const all = [own, this.#networks.throttle(network)];
    return name === undefined ? all : [...all, this.#names.throttle(name)];
  }

  wrong(attempt: Attempt, now: Millis): void {
    const { name, network } = attempt;
    this.#namesAndNetworks.wrong(nameAndNetwork(attempt), now);
    this.#networks.wrong(network, now);
    if (name !== undefined) this.#names.wrong(name, now);
  }

  /** What delays an attempt with a code: only its network is known. */
  codeThrottles(network: string): readonly Throttle[] {
    return [this.#networks.throttle(network)];
  }

  wrongCode(network: string, now: Millis): void {
    this.#networks.wrong(network, now);
  }

  right(attempt: Attempt): void {
    this.#namesAndNetworks.forget(nameAndNetwork(attempt));
    if (attempt.name !== undefined) this.#names.forget(attempt.name);
  }
}

const nameAndNetwork = ({ name = '', network }: Attempt): string => `${network} ${name}`;

class Counts {
  readonly #rule: Rule;
  readonly #counts = new Cache<string, Count>(countsPerKind);

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  throttle(key: string): Throttle {
    const { kind, undelayed, maxWaiting } = this.#rule;
    return {
      key: `${kind} ${key}`,
      maxWaiting: maxWaiting ?? Infinity,
      notBefore: () => this.#counts.get(key)?.notBefore ?? 0,
      concurrency: (now) => (maxWaiting === undefined ? Math.max(1, undelayed - this.#wrong(key, now)) : 1),
    };
  }

  wrong(key: string, now: Millis): void {
    const wrong = this.#wrong(key, now) + 1;
    // The cache forgets what was set first: guesses at many names must not wipe out a count that still rises.
    this.#counts.delete(key);
    this.#counts.set(key, { wrong, notBefore: now + this.#delayAfter(wrong) });
  }

  forget(key: string): void {
    this.#counts.delete(key);
  }

  #wrong(key: string, now: Millis): number {
    const count = this.#counts.get(key);
    return count === undefined || now - count.notBefore > countLasts ? 0 : count.wrong;
  }

  #delayAfter(wrong: number): Millis {
    const over = wrong - this.#rule.undelayed;
    return over < 0 ? 0 : Math.min(firstDelay * 2 ** Math.min(over, 20), this.#rule.longest);
  }
}
