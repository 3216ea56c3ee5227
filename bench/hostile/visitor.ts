import { connect } from 'node:net';
import type { Account } from './accounts.ts';
import { freshAddress, honestAddress } from './addresses.ts';

/** After so long a login counts as unanswered, in ms. */
const timeout = 15_000;
/** Logins under way at a time. */
const most = 20;

/** Who logs in while an attack goes on. */
export interface Visits {
  readonly account: Account;
  /** `same`: from where it came before; `fresh`: each time from an address from which nobody came. */
  readonly from: 'same' | 'fresh';
  /** Again and again, in ms. */
  readonly every?: number;
  /** The first time, in ms after the attack began. */
  readonly first?: number;
  /** Does not leave until the end. */
  readonly stays?: true;
}

/** What came of one login. */
export interface Login {
  readonly outcome: 'ready' | 'refused' | 'closed' | 'unanswered';
  /** Until then, from when it was due, in ms. */
  readonly ms: number;
}

/** Logs in on nick, from a link of its own. */
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

/** One honest person that logs in from time to time. */
export class Visitor {
  readonly #visits: Visits;
  readonly #port: number;
  readonly #pending = new Set<Promise<Login>>();
  readonly #logins: Login[] = [];
  #nth = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Times that it was thrown out after it had come. */
  cut = 0;

  constructor(port: number, visits: Visits) {
    this.#port = port;
    this.#visits = visits;
  }

  /** So that the account has come from there before. */
  async comeBefore(): Promise<void> {
    const { outcome } = await this.#visit(honestAddress, false);
    if (outcome !== 'ready') throw new Error(`${this.#visits.account.name} could not log in before the attack`);
  }

  /** From now on, until `stop`. */
  begin(): void {
    const { every, first = 0, stays = false } = this.#visits;
    const visit = (): void => {
      if (this.#pending.size < most) void this.#note(this.#visit(this.#address(), stays));
    };
    if (every !== undefined) this.#timer = setInterval(visit, every);
    else this.#timer = setTimeout(visit, first);
  }

  /** No more logins; resolves with those since `begin`, once they are answered. */
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
