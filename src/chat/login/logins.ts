import { LoginsWithoutSession, type LoginsWithoutSessionOptions } from './logins-without-session.ts';
import { WrongPasswords } from './wrong-passwords.ts';
import type { Asked, Identity } from '#chat/event.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { Grant } from '#chat/rights/grant.ts';
import { KnownNetworks } from './known-networks.ts';
import { accountKey } from '#chat/names/name-keys.ts';
import { networkOf } from '#chat/network.ts';
import { type CheckedAccount, passwordCheck } from './password-check.ts';
import { type Check, QueuedChecks } from './queued-checks.ts';
import type { Codes, TokenRow } from '#chat/rights/token.ts';
import { parseCode } from '#chat/rights/codes.ts';
import { CodeChecks } from './code-checks.ts';
import { parsePassword, wordsOf } from './passwords.ts';
import { Registrations } from './registrations.ts';
import { registeringLogin } from './registering-login.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Ask } from '#chat/hub/session.ts';

/** Whom a peer logs in as: by name, and with a password if it has an account; or by the code of a device. */
export type Credentials =
  | {
      readonly name: string;
      readonly password?: string | undefined;
      /** The name is one reserved for groups. */
      readonly group?: true | undefined;
      /** Of a guest's session, new and drawn by the dialect: with it, the same guest may come back once the session is over. */
      readonly token?: string | undefined;
      /** That of an earlier session. Its guest comes back if it may, and keeps this token. */
      readonly former?: string | undefined;
    }
  | { readonly device: string };

export interface LoginOptions extends LoginsWithoutSessionOptions {
  readonly hub: Hub;
  readonly codes: Codes;
  /** The grant of a code, if it is in force. */
  readonly grant: (code: string) => Grant | undefined;
  /** How many accounts may be made from one address in an hour. */
  readonly registrations?: number | undefined;
  /** Ends a session that was closed while its password was being checked. */
  readonly leave: (seat: Seat) => void;
  /** Puts the draft of a node itself into the order. */
  readonly command: (event: Asked) => Promise<Answer>;
  readonly post: <A extends Ask>(seat: Seat<A>, event: Asked, ask: A, room?: string) => void;
  /** The keyed hash of a session's network. */
  readonly addressOf?: ((seat: Seat) => string | undefined) | undefined;
}

/**
 * Login and registration. A password is checked before its draft is posted, because that takes time, and the draft names
 * the credential it was checked against. Answers keep their order.
 */
export class Logins {
  readonly #options: LoginOptions;
  readonly #wrongPasswords = new WrongPasswords();
  readonly #known = new KnownNetworks();
  readonly #registrations: Registrations;
  readonly #checks: QueuedChecks;
  readonly #codes: CodeChecks;
  /** Logins without a session. */
  readonly withoutSession: LoginsWithoutSession;

  constructor(options: LoginOptions) {
    this.#options = options;
    this.#registrations = new Registrations(options.registrations ?? Infinity);
    this.#checks = new QueuedChecks(options);
    this.#codes = new CodeChecks(options, this.#wrongPasswords);
    this.withoutSession = new LoginsWithoutSession(options, {
      wrongPasswords: this.#wrongPasswords,
      known: this.#known,
      registrations: this.#registrations,
      checks: this.#checks,
      codes: this.#codes,
    });
  }

  come<A extends Ask>(seat: Seat<A>, who: Credentials, ask: A, room?: string): void {
    this.#options.hub.hold(seat);
    const found = this.#identify(seat, who);
    if (typeof found !== 'string' && 'lane' in found) return this.#comeChecked(seat, found, ask, room);
    if (typeof found === 'string') this.#checks.refuse(seat, ask, found);
    else this.#postArrival(seat, found, ask, room);
    this.#options.hub.afterAnswers(seat, loginAnswered);
  }

  #comeChecked<A extends Ask>(seat: Seat<A>, check: Check<CheckedAccount>, ask: A, room: string | undefined): void {
    const { hub, clock } = this.#options;
    const isBegun = this.#checks.begin(
      seat,
      ask,
      check,
      (as: Identity) => this.#postArrival(seat, as, ask, room),
      () => hub.afterAnswers(seat, loginAnswered),
    );
    const { lane, network, isInvited = false } = check;
    if (isBegun && lane === 'registration') this.#registrations.add(network, isInvited, clock.elapsed());
  }

  #postArrival<A extends Ask>(seat: Seat<A>, as: Identity, ask: A, room: string | undefined): void {
    if (seat.closing) return;
    const { listener, sameAccount } = seat.rules;
    const oneSession = sameAccount === 'share' ? undefined : { listener, policy: sameAccount };
    const mail = seat.format.pushes && seat.format.takesMail ? true : undefined;
    const address = this.#options.addressOf?.(seat);
    this.#options.post(seat, { kind: 'came', as, oneSession, mail, address }, ask, room);
  }

  /** Whom a session logs in as: at once, or after a check of its password. */
  #identify(seat: Seat, who: Credentials): Identity | Check<CheckedAccount> | RefusalCode {
    if ('device' in who) return this.#byDevice(who.device, seat.address);
    const { name, password, group, token, former } = who;
    if (password !== undefined) return this.#byPassword(seat, name, password);
    if (!seat.rules.guests && seat.user === 0) return 'no-guests';
    const { codes } = this.#options;
    return { guest: name, group, token: token && codes.hash(token), former: former && codes.hash(former) };
  }

  #byPassword(seat: Seat, name: string, password: string): Check<CheckedAccount> | RefusalCode {
    if (this.#isCodeAlone(seat, name, password)) return 'password-needed';
    const registers = this.#registering(seat, name, password);
    if (registers) return registers;
    const { address, rules } = seat;
    const earlier = { wrongPasswords: this.#wrongPasswords, known: this.#known };
    return passwordCheck(this.#options, earlier, { name, password, address, listener: rules.listener });
  }

  /** An invitation code in the place of the password, with a name that nobody has registered. */
  #isCodeAlone({ account, rules }: Seat, name: string, text: string): boolean {
    const { registration, store } = this.#options;
    if (account || registration(rules) === 'closed' || !this.#codes.isInvitation(text)) return false;
    return !store.accountNamed(accountKey(store, name));
  }

  /** Where nobody may register, a name without an account is refused as one with a wrong password. */
  #registering(seat: Seat, name: string, text: string): Check<CheckedAccount> | undefined {
    const { clock, registration } = this.#options;
    if (seat.account || registration(seat.rules) === 'closed') return undefined;
    const check = registeringLogin({ ...this.#options, codes: this.#codes }, seat, name, text);
    if (!check || this.#registrations.isFull(check.network, check.isInvited === true, clock.elapsed()))
      return undefined;
    return check;
  }

  /** The code of a device needs no time to be checked, and cannot be guessed. */
  #byDevice(code: string, address: string): Identity | RefusalCode {
    const grant = this.#options.grant(code);
    // A session may do all that its account may.
    if (grant && grant.purpose !== 'device') return 'out-of-scope';
    const account = grant && this.#options.store.account(grant.account.id);
    if (!grant || !account) return 'grant-invalid';
    this.#known.add(account.id, networkOf(address));
    return { account: account.id, version: account.version, device: grant.hash };
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
    // As a password it would be known to the person who made the code.
    if (code === undefined && this.#codes.isInvitation(text)) return refuse('password-needed');
    if (registration === 'invite' && code === undefined) return refuse('code-needed');
    if (password === undefined) return refuse('password-invalid');
    const isInvited = code !== undefined && this.#codes.isInvitation(code);
    if (this.#registrations.isFull(network, isInvited, clock.elapsed())) return refuse('too-many-registrations');
    const checked = code === undefined ? undefined : this.#codes.check(seat, code, { purpose: 'invite-server' });
    const run = async (): Promise<{ hash: string; spent: string | undefined } | RefusalCode> => {
      const token = checked?.find();
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
      { lane: 'registration', network, client: clientOf(seat), throttles: checked?.throttles ?? [], run },
      enter,
    );
    if (taken) this.#registrations.add(network, isInvited, clock.elapsed());
  }

  reset<A extends Ask>(seat: Seat<A>, text: string, newPassword: string, ask: A): void {
    const { passwords, post } = this.#options;
    const password = parsePassword(newPassword);
    if (password === undefined) return this.#checks.refuse(seat, ask, 'password-invalid');
    const { throttles, find } = this.#codes.check(seat, text, { purpose: 'password-reset' });
    const run = async (): Promise<(TokenRow & { secret: string }) | RefusalCode> => {
      const token = find();
      return token === 'token-invalid' ? token : { ...token, secret: await passwords.hash(password) };
    };
    const enter = ({ owner, hash, secret }: TokenRow & { secret: string }): void =>
      post(seat, { kind: 'credential', account: owner, secret, code: hash }, ask);
    this.#checks.begin(seat, ask, { ...loginOf(seat), throttles, run }, enter);
  }

  claim<A extends Ask>(seat: Seat<A>, given: { code: string; name: string; password: string }, ask: A): void {
    const { passwords, post } = this.#options;
    const password = parsePassword(given.password);
    if (password === undefined) return this.#checks.refuse(seat, ask, 'password-invalid');
    const { throttles, find } = this.#codes.check(seat, given.code, { purpose: 'owner' });
    const run = async (): Promise<{ code: string; secret: string } | RefusalCode> => {
      const token = find();
      return token === 'token-invalid' ? token : { code: token.hash, secret: await passwords.hash(password) };
    };
    const enter = (found: { code: string; secret: string }): void =>
      post(seat, { kind: 'claimed', name: given.name, ...found }, ask);
    this.#checks.begin(seat, ask, { ...loginOf(seat), throttles, run }, enter);
  }

  enter<A extends Ask>(seat: Seat<A>, room: string, ask: A, secret: string): void {
    const check = { ...loginOf(seat), ...this.#codes.forRoom(seat, room, secret) };
    this.#checks.begin(seat, ask, check, (asked) => this.#options.post(seat, asked, ask, room));
  }

  /** Drops the waiting work of a session that is over. */
  drop(seat: Seat): void {
    this.#checks.drop(seat);
  }

  /** Drops all waiting work, of people without a session too, and refuses further work. Resolves when that under way is done. */
  close(): Promise<void> {
    return this.#checks.close();
  }

  /** Drops the work of a session that would have to wait because of wrong passwords. */
  dropDelayed(seat: Seat): void {
    this.#checks.dropDelayed(seat);
  }
}

/** After `hold`: the session's login was answered. */
function loginAnswered(_delivery: unknown, { requests }: Seat): void {
  requests.holds--;
}

/** A session without a name that could be tried from elsewhere is a client itself. */
const clientOf = ({ id }: Pick<Seat, 'id'>): string => `session ${id}`;

/** Where a code of a session waits. */
const loginOf = (seat: Seat): Pick<Check<never>, 'lane' | 'network' | 'client'> => ({
  lane: 'login',
  network: networkOf(seat.address),
  client: clientOf(seat),
});
