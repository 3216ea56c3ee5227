import type { Clock, Passwords, Store } from '#chat/ports.ts';
import { Attempts } from './attempts.ts';
import type { Asked, Identity } from '#chat/event.ts';
import { Hourly } from './hourly.ts';
import type { Hub } from '#chat/hub/hub.ts';
import { accountKey } from '#chat/keys.ts';
import { KnownNetworks } from './known-networks.ts';
import { networkOf } from '#chat/network.ts';
import { type Check, PasswordChecks } from './password-checks.ts';
import type { Codes, TokenRow } from '#chat/token.ts';
import { parseCode } from '#chat/codes.ts';
import { CodeAttempts } from './code-attempts.ts';
import { parsePassword } from './passwords.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { Registration } from '#chat/chat-settings.ts';
import type { Rules } from '#chat/rules.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Ask } from '#chat/hub/session.ts';

/** Whom a peer logs in as: by name, and with a password if it has an account. */
export interface Credentials {
  readonly name: string;
  readonly password?: string | undefined;
  /** The name is one reserved for groups. */
  readonly group?: true | undefined;
}

/** A wrong password was given. */
export interface WrongPassword {
  readonly listener: string;
  readonly address: string;
  /** The account's name, if there is one. Any other text may be a secret typed in the wrong place. */
  readonly name: string | undefined;
}

export interface LoginOptions {
  readonly hub: Hub;
  readonly store: Store;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly codes: Codes;
  /** Who may register on a listener with these rules. */
  readonly registration: (rules: Rules) => Registration;
  /** How many accounts may be made from one address in an hour. */
  readonly registrations?: number | undefined;
  /** Ends a session that was closed while its password was being checked. */
  readonly leave: (seat: Seat) => void;
  readonly post: <A extends Ask>(seat: Seat<A>, event: Asked, ask: A, room?: string) => void;
  /** The keyed hash of a session's network. */
  readonly addressOf?: ((seat: Seat) => string | undefined) | undefined;
  readonly onWrong?: ((wrong: WrongPassword) => void) | undefined;
}

/**
 * Login and registration. A password is checked before its draft is posted, because that takes time, and the draft names
 * the credential it was checked against. Answers keep their order.
 */
export class Logins {
  readonly #options: LoginOptions;
  readonly #attempts = new Attempts();
  readonly #known = new KnownNetworks();
  readonly #registrations: Hourly;
  readonly #checks: PasswordChecks;
  readonly #codes: CodeAttempts;

  constructor(options: LoginOptions) {
    this.#options = options;
    this.#registrations = new Hourly(options.registrations ?? Infinity);
    this.#checks = new PasswordChecks(options);
    this.#codes = new CodeAttempts(options, this.#attempts);
  }

  come<A extends Ask>(seat: Seat<A>, { name, password, group }: Credentials, ask: A, room?: string): void {
    const { listener, sameAccount, guests } = seat.rules;
    const alone = sameAccount === 'share' ? undefined : { listener, policy: sameAccount };
    const done = (): void => this.#options.hub.do(seat, () => void seat.asking.holds--);
    const enter = (as: Identity): void => {
      const mail = seat.format.pushes && seat.format.takesMail ? true : undefined;
      const address = this.#options.addressOf?.(seat);
      if (!seat.closing) this.#options.post(seat, { kind: 'came', as, alone, mail, address }, ask, room);
    };
    this.#options.hub.hold(seat);
    if (password !== undefined) {
      this.#checks.begin(seat, ask, this.#login(seat, name, password), enter, done);
      return;
    }
    if (guests || seat.user !== 0) enter({ guest: name, group });
    else this.#checks.refuse(seat, ask, 'no-guests');
    done();
  }

  register<A extends Ask>(seat: Seat<A>, text: string, ask: A, given?: string): void {
    const { clock, passwords, post } = this.#options;
    const registration = this.#options.registration(seat.rules);
    const [first, second] = given === undefined ? wordsOf(text) : [text, given];
    const isCode = given !== undefined || registration === 'invite' || parseCode(second ?? '') !== undefined;
    const code = isCode ? second : undefined;
    const password = parsePassword(code === undefined ? text : first);
    const network = networkOf(seat.address);
    const refuse = (code: RefusalCode): void => this.#checks.refuse(seat, ask, code);
    if (seat.user === 0) return refuse('not-here');
    if (seat.account) return refuse('registered-already');
    if (registration === 'closed') return refuse('registration-closed');
    if (registration === 'invite' && code === undefined) return refuse('code-needed');
    if (password === undefined) return refuse('password-invalid');
    if (this.#registrations.isFull(network, clock.elapsed())) return refuse('too-many-registrations');
    const wanted = code === undefined ? undefined : this.#codes.wanted(seat, code, { purpose: 'invite-server' });
    const look = async (): Promise<{ hash: string; spent: string | undefined } | RefusalCode> => {
      const token = wanted?.find();
      if (token === 'token-invalid') return token;
      return { hash: await passwords.hash(password), spent: token?.hash };
    };
    const enter = ({ hash, spent }: { hash: string; spent: string | undefined }): void => {
      // An account keeps the id of the guest it was made for.
      this.#known.add(seat.user, network);
      // The order finds the user by the session.
      post(seat, { kind: 'registered', name: '', secret: hash, ...(spent !== undefined && { code: spent }) }, ask);
    };
    const taken = this.#checks.begin(
      seat,
      ask,
      { lane: 'registration', network, brakes: wanted?.brakes ?? [], look },
      enter,
    );
    if (taken) this.#registrations.add(network, clock.elapsed());
  }

  reset<A extends Ask>(seat: Seat<A>, text: string, newPassword: string, ask: A): void {
    const { passwords, post } = this.#options;
    const password = parsePassword(newPassword);
    if (password === undefined) return this.#checks.refuse(seat, ask, 'password-invalid');
    const { brakes, find } = this.#codes.wanted(seat, text, { purpose: 'password-reset' });
    const look = async (): Promise<(TokenRow & { secret: string }) | RefusalCode> => {
      const token = find();
      return token === 'token-invalid' ? token : { ...token, secret: await passwords.hash(password) };
    };
    const enter = ({ owner, hash, secret }: TokenRow & { secret: string }): void =>
      post(seat, { kind: 'credential', account: owner, secret, code: hash }, ask);
    this.#checks.begin(seat, ask, { lane: 'login', network: networkOf(seat.address), brakes, look }, enter);
  }

  claim<A extends Ask>(seat: Seat<A>, given: { code: string; name: string; password: string }, ask: A): void {
    const { passwords, post } = this.#options;
    const password = parsePassword(given.password);
    if (password === undefined) return this.#checks.refuse(seat, ask, 'password-invalid');
    const { brakes, find } = this.#codes.wanted(seat, given.code, { purpose: 'owner' });
    const look = async (): Promise<{ code: string; secret: string } | RefusalCode> => {
      const token = find();
      return token === 'token-invalid' ? token : { code: token.hash, secret: await passwords.hash(password) };
    };
    const enter = (found: { code: string; secret: string }): void =>
      post(seat, { kind: 'claimed', name: given.name, ...found }, ask);
    this.#checks.begin(seat, ask, { lane: 'login', network: networkOf(seat.address), brakes, look }, enter);
  }

  enter<A extends Ask>(seat: Seat<A>, room: string, ask: A, secret: string): void {
    const check = {
      lane: 'login',
      network: networkOf(seat.address),
      ...this.#codes.forRoom(seat, room, secret),
    } as const;
    this.#checks.begin(seat, ask, check, (asked) => this.#options.post(seat, asked, ask, room));
  }

  /** Drops the waiting work of a session that is over. */
  drop(seat: Seat): void {
    this.#checks.drop(seat);
  }

  /** Drops the work of a session that would have to wait because of wrong passwords. */
  hurry(seat: Seat): void {
    this.#checks.hurry(seat);
  }

  /** An invalid name or password waits and takes as long as a valid one: the time of an answer must not tell them apart. */
  #login(seat: Seat, name: string, text: string): Check<Identity> {
    const { store, clock, passwords, onWrong } = this.#options;
    const { address, rules } = seat;
    const key = accountKey(store, name);
    const password = parsePassword(text);
    const network = networkOf(address);
    // A text that is too long for a name has no key.
    const attempt = { name: key === '' ? undefined : key, network };
    const before = store.accountNamed(key);
    const isKnown = before !== undefined && this.#known.has(before.id, network);
    const look = async (): Promise<Identity | RefusalCode> => {
      const account = store.accountNamed(key);
      const secret = password === undefined ? undefined : account?.secret;
      if ((await passwords.verify(password ?? '', secret)) && account) {
        this.#attempts.right(attempt);
        this.#known.add(account.id, network);
        return { account: account.id, version: account.version };
      }
      this.#attempts.wrong(attempt, clock.elapsed());
      onWrong?.({ listener: rules.listener, address, name: account?.name });
      return 'password-wrong';
    };
    return { lane: isKnown ? 'known' : 'login', network, brakes: this.#attempts.brakes(attempt, isKnown), look };
  }
}

/** The first word, and the rest if there is any: a password has no spaces. */
function wordsOf(text: string): readonly [string, string?] {
  const [, first, rest] = /^(\S+)\s+(\S.*)$/su.exec(text) ?? [];
  return first === undefined || rest === undefined ? [text] : [first, rest.trim()];
}
