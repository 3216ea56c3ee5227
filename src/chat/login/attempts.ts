import { Cache } from '#chat/cache.ts';
import type { Millis } from '#chat/event.ts';
import type { Brake } from './password-work.ts';

/** Wrong passwords in a row. */
interface Count {
  wrong: number;
  /** The next attempt is not checked before this time. */
  next: Millis;
}

/** How wrong passwords delay the next attempts, for one kind of count. */
interface Rule {
  readonly kind: string;
  /** This many cause no delay. */
  readonly free: number;
  /** The longest delay that one causes. */
  readonly most: Millis;
  /** While there is a delay, one attempt is checked at a time, and only this many wait. */
  readonly line?: number;
}

/** One name from one network: typing errors, and guesses. */
const together: Rule = { kind: 'together', free: 3, most: 30_000, line: 3 };
/** One network, whatever the name. Behind one address there may be a whole class. */
const byNetwork: Rule = { kind: 'network', free: 20, most: 30_000 };
/** One name, from any network; it does not delay the owner on a network the account has used before. */
const byName: Rule = { kind: 'name', free: 10, most: 5000 };

const first: Millis = 1000;
/** Number of counts kept of each kind. */
const kept = 10_000;
/** Wrong passwords older than this no longer count. */
const forgotten: Millis = 15 * 60_000;

/** The name for which a password is tried, and the network. `name`: the key of an account; undefined if too long to be one. */
export interface Attempt {
  readonly name: string | undefined;
  readonly network: string;
}

/** Counts wrong passwords: per name and network, per network, and a little per name. Times are elapsed ones. */
export class Attempts {
  readonly #together = new Counts(together);
  readonly #networks = new Counts(byNetwork);
  readonly #names = new Counts(byName);

  /** What delays an attempt. `known`: the account has logged in from that network before. */
  brakes(attempt: Attempt, known: boolean): readonly Brake[] {
    const { name, network } = attempt;
    const own = this.#together.brake(lineOf(attempt));
    if (known) return [own];
    const all = [own, this.#networks.brake(network)];
    return name === undefined ? all : [...all, this.#names.brake(name)];
  }

  wrong(attempt: Attempt, now: Millis): void {
    const { name, network } = attempt;
    this.#together.wrong(lineOf(attempt), now);
    this.#networks.wrong(network, now);
    if (name !== undefined) this.#names.wrong(name, now);
  }

  /** What delays an attempt with a code: only its network is known. */
  codeBrakes(network: string): readonly Brake[] {
    return [this.#networks.brake(network)];
  }

  wrongCode(network: string, now: Millis): void {
    this.#networks.wrong(network, now);
  }

  right(attempt: Attempt): void {
    this.#together.forget(lineOf(attempt));
    if (attempt.name !== undefined) this.#names.forget(attempt.name);
  }
}

const lineOf = ({ name = '', network }: Attempt): string => `${network} ${name}`;

class Counts {
  readonly #rule: Rule;
  readonly #counts = new Cache<string, Count>(kept);

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  brake(key: string): Brake {
    const { kind, free, line } = this.#rule;
    return {
      key: `${kind} ${key}`,
      most: line ?? Infinity,
      next: () => this.#counts.get(key)?.next ?? 0,
      width: (now) => (line === undefined ? Math.max(1, free - this.#wrong(key, now)) : 1),
    };
  }

  wrong(key: string, now: Millis): void {
    const wrong = this.#wrong(key, now) + 1;
    // The cache forgets what was set first: guesses at many names must not wipe out a count that still rises.
    this.#counts.delete(key);
    this.#counts.set(key, { wrong, next: now + this.#delay(wrong) });
  }

  forget(key: string): void {
    this.#counts.delete(key);
  }

  #wrong(key: string, now: Millis): number {
    const count = this.#counts.get(key);
    return count === undefined || now - count.next > forgotten ? 0 : count.wrong;
  }

  #delay(wrong: number): Millis {
    const over = wrong - this.#rule.free;
    return over < 0 ? 0 : Math.min(first * 2 ** Math.min(over, 20), this.#rule.most);
  }
}
