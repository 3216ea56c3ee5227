import type { Registration } from '#chat/settings/chat-settings.ts';
import type { Asked, UserId } from '#chat/event.ts';
import { networkOf } from '#chat/network.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { openRules, type ListenerRules } from '#chat/settings/listener-rules.ts';
import type { CodeChecks } from './code-checks.ts';
import type { Registrations } from './registrations.ts';
import { type CheckedAccount, type PasswordCheckOptions, type EarlierLogins, passwordCheck } from './password-check.ts';
import type { QueuedChecks } from './queued-checks.ts';
import { parsePassword } from './passwords.ts';

/** A name and a password, given without a session. */
export interface LoginRequest {
  readonly name: string;
  readonly password: string;
  /** The address of its peer as text. */
  readonly address: string;
  /** The rules of the listener that it came through. */
  readonly rules?: ListenerRules | undefined;
  /** The request is withdrawn: a password that was not checked yet is not checked any more. */
  readonly signal?: AbortSignal | undefined;
}

export interface LoginsWithoutSessionOptions extends PasswordCheckOptions {
  /** Who may register on a listener with these rules. */
  readonly registration: (rules: ListenerRules) => Registration;
}

/** An account that is to be made. */
export interface NewAccount {
  readonly name: string;
  /** The hash of its password. */
  readonly secret: string;
  /** The hash of the invitation code that is spent. */
  readonly code: string | undefined;
}

/** Shared with the logins of sessions, so that attempts of both kinds are counted and wait together. */
export interface SharedChecks extends EarlierLogins {
  readonly registrations: Registrations;
  readonly checks: QueuedChecks;
  readonly codes: CodeChecks;
}

/** Checks passwords of people without a session, in the same queue and with the same delays and limits as those of sessions. */
export class LoginsWithoutSession {
  readonly #options: LoginsWithoutSessionOptions;
  readonly #shared: SharedChecks;

  constructor(options: LoginsWithoutSessionOptions, shared: SharedChecks) {
    this.#options = options;
    this.#shared = shared;
  }

  check({ name, password, address, rules, signal }: LoginRequest): Promise<CheckedAccount | RefusalCode> {
    const given = { name, password, address, listener: (rules ?? openRules).listener };
    return this.#shared.checks.runWithoutSession(passwordCheck(this.#options, this.#shared, given), signal);
  }

  /** The hash of another password for the account, if the one until now is right. */
  async newPassword(
    request: LoginRequest,
    account: UserId,
    newPassword: string,
  ): Promise<{ readonly secret: string } | RefusalCode> {
    const password = parsePassword(newPassword);
    if (password === undefined) return 'password-invalid';
    const found = await this.check(request);
    if (typeof found === 'string') return found;
    if (found.account !== account) return 'password-wrong';
    const run = async (): Promise<{ secret: string }> => ({ secret: await this.#options.passwords.hash(password) });
    const network = networkOf(request.address);
    const check = { lane: 'known', network, client: `account ${account}`, throttles: [], run } as const;
    return this.#shared.checks.runWithoutSession(check, request.signal);
  }

  /** What is asked of the order by somebody who has typed a key or a code for a channel. */
  enterRoom(
    { address, signal }: Pick<LoginRequest, 'address' | 'signal'>,
    room: string,
    secret: string,
  ): Promise<Asked<'joined'> | RefusalCode> {
    const { checks, codes } = this.#shared;
    const checked = codes.forRoom({ address, rules: openRules }, room, secret);
    return checks.runWithoutSession(
      { lane: 'login', network: networkOf(address), client: `room ${room}`, ...checked },
      signal,
    );
  }

  /** `invitation`: a code. The order judges the name, and again the code. */
  async newAccount(request: LoginRequest, invitation: string | undefined): Promise<NewAccount | RefusalCode> {
    const { name, address, rules = openRules, signal } = request;
    const { clock, passwords } = this.#options;
    const { registrations, checks, codes } = this.#shared;
    const registration = this.#options.registration(rules);
    const password = parsePassword(request.password);
    const network = networkOf(address);
    if (registration === 'closed') return 'registration-closed';
    if (invitation === undefined && codes.isInvitation(request.password)) return 'password-needed';
    if (registration === 'invite' && invitation === undefined) return 'code-needed';
    if (password === undefined) return 'password-invalid';
    const isInvited = invitation !== undefined && codes.isInvitation(invitation);
    if (registrations.isFull(network, isInvited, clock.elapsed())) return 'too-many-registrations';
    const checked =
      invitation === undefined ? undefined : codes.check({ address, rules }, invitation, { purpose: 'invite-server' });
    const run = async (): Promise<NewAccount | RefusalCode> => {
      const token = checked?.find();
      if (token === 'token-invalid') return token;
      return { name, secret: await passwords.hash(password), code: token?.hash };
    };
    registrations.add(network, isInvited, clock.elapsed());
    return checks.runWithoutSession(
      { lane: 'registration', network, client: name, throttles: checked?.throttles ?? [], run },
      signal,
    );
  }
}
