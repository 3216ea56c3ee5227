import type { Registration } from '#chat/chat-settings.ts';
import type { Asked, UserId } from '#chat/event.ts';
import { networkOf } from '#chat/network.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { openRules, type ListenerRules } from '#chat/listener-rules.ts';
import type { CodeAttempts } from './code-attempts.ts';
import type { HourlyCounts } from '#chat/hourly-counts.ts';
import { type CheckedAccount, type PasswordCheckOptions, type Memory, passwordCheck } from './password-check.ts';
import type { PasswordChecks } from './password-checks.ts';
import { parsePassword } from './passwords.ts';

/** Somebody without a session, who gives a name and a password. */
export interface Applicant {
  readonly name: string;
  readonly password: string;
  /** The address of its peer as text. */
  readonly address: string;
  /** The rules of the listener it came by. */
  readonly rules?: ListenerRules | undefined;
  /** The request is withdrawn: a password that was not checked yet is not checked any more. */
  readonly signal?: AbortSignal | undefined;
}

export interface AdmissionsOptions extends PasswordCheckOptions {
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
export interface Shared extends Memory {
  readonly registrations: HourlyCounts;
  readonly checks: PasswordChecks;
  readonly codes: CodeAttempts;
}

/** Checks passwords of people without a session, in the same queue and with the same delays and limits as those of sessions. */
export class Admissions {
  readonly #options: AdmissionsOptions;
  readonly #shared: Shared;

  constructor(options: AdmissionsOptions, shared: Shared) {
    this.#options = options;
    this.#shared = shared;
  }

  check({ name, password, address, rules, signal }: Applicant): Promise<CheckedAccount | RefusalCode> {
    const claimant = { name, password, address, listener: (rules ?? openRules).listener };
    return this.#shared.checks.alone(passwordCheck(this.#options, this.#shared, claimant), signal);
  }

  /** The hash of another password for the account, if the one until now is right. */
  async changed(
    applicant: Applicant,
    account: UserId,
    newPassword: string,
  ): Promise<{ readonly secret: string } | RefusalCode> {
    const password = parsePassword(newPassword);
    if (password === undefined) return 'password-invalid';
    const found = await this.check(applicant);
    if (typeof found === 'string') return found;
    if (found.account !== account) return 'password-wrong';
    const look = async (): Promise<{ secret: string }> => ({ secret: await this.#options.passwords.hash(password) });
    const network = networkOf(applicant.address);
    return this.#shared.checks.alone({ lane: 'known', network, brakes: [], look }, applicant.signal);
  }

  /** What is asked of the order by somebody who has typed a key or a code for a channel. */
  entering(
    { address, signal }: Pick<Applicant, 'address' | 'signal'>,
    room: string,
    secret: string,
  ): Promise<Asked<'joined'> | RefusalCode> {
    const { checks, codes } = this.#shared;
    const wanted = codes.forRoom({ address, rules: openRules }, room, secret);
    return checks.alone({ lane: 'login', network: networkOf(address), ...wanted }, signal);
  }

  /** `invitation`: a code. The order judges the name, and again the code. */
  async hash(applicant: Applicant, invitation: string | undefined): Promise<NewAccount | RefusalCode> {
    const { name, address, rules = openRules, signal } = applicant;
    const { clock, passwords } = this.#options;
    const { registrations, checks, codes } = this.#shared;
    const registration = this.#options.registration(rules);
    const password = parsePassword(applicant.password);
    const network = networkOf(address);
    if (registration === 'closed') return 'registration-closed';
    if (invitation === undefined && codes.isInvitation(applicant.password)) return 'password-needed';
    if (registration === 'invite' && invitation === undefined) return 'code-needed';
    if (password === undefined) return 'password-invalid';
    if (registrations.isFull(network, clock.elapsed())) return 'too-many-registrations';
    const wanted =
      invitation === undefined ? undefined : codes.wanted({ address, rules }, invitation, { purpose: 'invite-server' });
    const look = async (): Promise<NewAccount | RefusalCode> => {
      const token = wanted?.find();
      if (token === 'token-invalid') return token;
      return { name, secret: await passwords.hash(password), code: token?.hash };
    };
    registrations.add(network, clock.elapsed());
    return checks.alone({ lane: 'registration', network, brakes: wanted?.brakes ?? [], look }, signal);
  }
}
