import { connect } from 'node:net';
import type { Account } from './accounts.ts';
import { freshAddress, honestAddress } from './addresses.ts';

/** A login without an answer after this time counts as unanswered, in ms. */
const timeout = 15_000;
/** Logins at the same time, at most. */
const most = 20;

/** A person who logs in during an attack. */
export interface Visits {
  readonly account: Account;
  /** `same`: always from the same address; `fresh`: each time from an unused address. */
  readonly from: 'same' | 'fresh';
  /** The interval, in ms. */
  readonly every?: number;
  /** The first time, in ms after the attack began. */
  readonly first?: number;
  /** Stays until the end. */
  readonly stays?: true;
}

/** The result of one login. */
export interface Login {
  readonly outcome: 'ready' | 'refused' | 'closed' | 'unanswered';
  /** The time from when it was due until the result, in ms. */
  readonly ms: number;
}

/** Logs in on nick, on a new link. */
function logIn(port: number, account: Account, from: string, stays: boolean, cut: () => void): Promise<Login> {
  const began = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress: from, noDelay: true });
    let settled = false;
    const settle = (outcome: Login['outcome']): void => {
      if (settled) return;
      settled = true;
      clearTimeout(waiting);
      resolve({ outcome, ms: performance.now() - began });
      if (outcome !== 'ready' || !stays) socket.destroy();
      else socket.on('close', cut);
    };
    const waiting = setTimeout(() => settle('unanswered'), timeout);
    socket.on('error', () => {}).on('close', () => settle('closed'));
    socket.on('data', (chunk) => {
      if (settled) return;
      if (chunk.includes('HELLO')) socket.write(`NICK ${account.name} ${account.password}\n`);
      if (chunk.includes('READY')) settle('ready');
      else if (chunk.includes('RETRY')) settle('refused');
    });
  });
}

/** An honest person who logs in repeatedly. */
export class Visitor {
  readonly #visits: Visits;
  readonly #port: number;
  readonly #pending = new Set<Promise<Login>>();
  readonly #logins: Login[] = [];
  #nth = 0;
  #timer: NodeJS.Timeout | undefined;
  /** How often it was disconnected after a login. */
  cut = 0;

  constructor(port: number, visits: Visits) {
    this.#port = port;
    this.#visits = visits;
  }

  /** Logs in once, so that the server knows the account's address. */
  async comeBefore(): Promise<void> {
    const { outcome } = await this.#visit(honestAddress, false);
    if (outcome !== 'ready') throw new Error(`${this.#visits.account.name} could not log in before the attack`);
  }

  /** Starts the logins; they go on until `stop`. */
  begin(): void {
    const { every, first = 0, stays = false } = this.#visits;
    const visit = (): void => {
      if (this.#pending.size < most) void this.#note(this.#visit(this.#address(), stays));
    };
    if (every !== undefined) this.#timer = setInterval(visit, every);
    else this.#timer = setTimeout(visit, first);
  }

  /** Stops the logins; resolves with the results since `begin`, when all are answered. */
  async stop(): Promise<readonly Login[]> {
    clearTimeout(this.#timer);
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    return this.#logins;
  }

  #address(): string {
    return this.#visits.from === 'same' ? honestAddress : freshAddress(this.#nth++);
  }

  #visit(from: string, stays: boolean): Promise<Login> {
    return logIn(this.#port, this.#visits.account, from, stays, () => this.cut++);
  }

  async #note(login: Promise<Login>): Promise<void> {
    this.#pending.add(login);
    const done = await login;
    this.#pending.delete(login);
    this.#logins.push(done);
  }
}
