import { Attempts, lineOf } from './attempts.ts';
import type { Clock } from './clock.ts';
import type { Asked, Identity, Millis } from './event.ts';
import type { Hub } from './hub.ts';
import { accountKey } from './keys.ts';
import { parsePassword, type Passwords } from './passwords.ts';
import { Queues } from './queues.ts';
import type { RefusalCode } from './refusal.ts';
import type { Pending, Seat } from './seat.ts';
import type { Answer } from './session.ts';
import type { Store } from './store.ts';

/** What a password that is looked at costs, in bytes: about what its objects take. */
const checkBytes = 1024;
/** Passwords that may wait to be looked at, of all sessions together. */
const maxChecks = 4096;

/** Attempts at one name from one address that may wait while wrong ones cost time, the first of them included. */
const maxInLine = 3;

/** As whom a peer says it comes: by name, and with a password if it has an account. */
export interface Credentials {
  readonly name: string;
  readonly password?: string | undefined;
  /** The name is one of those that are reserved for groups. */
  readonly group?: true | undefined;
}

/** Somebody gave a password that is not the account's. */
export interface WrongPassword {
  readonly listener: string;
  readonly address: string;
  /** The account's name, if there is one: whatever else was typed there may have been a secret. */
  readonly name: string | undefined;
}

export interface LoginOptions {
  readonly hub: Hub;
  readonly store: Store;
  readonly clock: Clock;
  readonly passwords: Passwords;
  /** Ends a session that was closed while its password was looked at. */
  readonly leave: (seat: Seat) => void;
  readonly post: <A>(seat: Seat<A>, event: Asked, ask: A, room?: string) => void;
  readonly onWrong?: ((wrong: WrongPassword) => void) | undefined;
}

/**
 * Coming and registering. A password is looked at before its draft is posted, because that takes time, and the draft
 * names the credential it was checked against. Answers keep their turn.
 */
export class Logins {
  readonly #options: LoginOptions;
  readonly #attempts = new Attempts();
  readonly #queues = new Queues();
  #checks = 0;

  constructor(options: LoginOptions) {
    this.#options = options;
  }

  come<A>(seat: Seat<A>, { name, password, group }: Credentials, ask: A, room?: string): void {
    const { listener, sameAccount, guests } = seat.rules;
    const alone = sameAccount === 'share' ? undefined : { listener, policy: sameAccount };
    const enter = (as: Identity): void => {
      const mail = seat.session.pushes && seat.session.takesMail ? true : undefined;
      if (!seat.closing) this.#options.post(seat, { kind: 'came', as, alone, mail }, ask, room);
    };
    if (password !== undefined) this.#later(seat, ask, () => this.#identify(name, password, seat), enter);
    else if (guests || seat.user !== 0) enter({ guest: name, group });
    else this.#refuse(seat, ask, 'no-guests');
  }

  register<A>(seat: Seat<A>, text: string, ask: A): void {
    const { passwords, post } = this.#options;
    const password = parsePassword(text);
    if (seat.user === 0) this.#refuse(seat, ask, 'not-here');
    else if (seat.account) this.#refuse(seat, ask, 'registered-already');
    else if (seat.rules.registration === 'closed') this.#refuse(seat, ask, 'registration-closed');
    else if (password === undefined) this.#refuse(seat, ask, 'password-invalid');
    else {
      const enter = (secret: { hash: string }): void => {
        // Who it is, the order knows by the session.
        post(seat, { kind: 'registered', name: '', secret: secret.hash }, ask);
      };
      this.#later(seat, ask, async () => ({ hash: await passwords.hash(password) }), enter);
    }
  }

  async #identify(name: string, text: string, seat: Seat): Promise<Identity | RefusalCode> {
    const password = parsePassword(text);
    if (password === undefined) return 'password-wrong';
    const key = accountKey(this.#options.store, name);
    return await this.#queues.take(lineOf(key, seat.address), () => this.#inTurn(key, password, seat));
  }

  /** Right ones go through one after the other; where there were wrong ones, only a few may wait. */
  async #inTurn(key: string, password: string, seat: Seat): Promise<Identity | RefusalCode> {
    const { store, clock, passwords, onWrong } = this.#options;
    const { address, rules } = seat;
    const wait = this.#attempts.wait(key, address, clock.now());
    if (wait > 0 && this.#queues.lengthOf(lineOf(key, address)) > maxInLine) return 'unavailable';
    if (wait > 0 && !seat.closing) await this.#pass(wait, seat);
    if (seat.closing) return 'unavailable';
    const account = store.accountNamed(key);
    if (account && (await passwords.verify(password, account.secret))) {
      this.#attempts.right(key, address);
      return { account: account.id, version: account.version };
    }
    this.#attempts.wrong(key, address, clock.now());
    onWrong?.({ listener: rules.listener, address, name: account?.name });
    return 'password-wrong';
  }

  /** Resolves after so long, or when the session ends. */
  async #pass(wait: Millis, seat: Seat): Promise<void> {
    await new Promise<void>((resolve) => {
      const callOff = this.#options.clock.after(wait, resolve);
      seat.hurry = () => {
        callOff();
        resolve();
      };
    });
    seat.hurry = undefined;
  }

  #refuse<A>(seat: Seat<A>, ask: A, code: RefusalCode): void {
    const refusal: Answer = { kind: 'refusal', code };
    this.#options.hub.say(seat, checkBytes, () => seat.session.answer(refusal, ask));
  }

  /** Keeps the answer's turn while something takes its time; goes on with what came of it, or refuses. */
  #later<A, T extends object>(
    seat: Seat<A>,
    ask: A,
    check: () => Promise<T | RefusalCode>,
    enter: (found: T) => void,
  ): void {
    if (this.#checks >= maxChecks) return this.#refuse(seat, ask, 'unavailable');
    const { hub } = this.#options;
    const pending: Pending = { bytes: checkBytes, settled: false, next: undefined, give: () => undefined };
    hub.intake.add(seat, pending);
    this.#checks++;
    seat.checks++;
    check()
      .then((found) => {
        if (typeof found === 'string') pending.give = () => seat.session.answer({ kind: 'refusal', code: found }, ask);
        else enter(found);
      })
      .catch((error: unknown) => hub.failed(error, seat))
      .finally(() => {
        this.#checks--;
        seat.checks--;
        pending.settled = true;
        if (seat.held) hub.intake.resume();
        if (seat.closing && seat.checks === 0) this.#options.leave(seat);
        hub.answer(seat);
      });
  }
}
