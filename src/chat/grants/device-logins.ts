import { beginningOf } from '#text/beginning.ts';
import { parseCode } from '#chat/rights/codes.ts';
import type { Asked } from '#chat/event.ts';
import { type Grant, isGrant, maxLabel } from '#chat/rights/grant.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { LoginRequest } from '#chat/login/logins-without-session.ts';
import type { Logins } from '#chat/login/logins.ts';
import { whyBanned } from '#chat/order/bans.ts';
import { userOf } from '#chat/order/judge-grant.ts';
import type { World } from '#chat/order/world.ts';
import type { Clock, Store } from '#chat/ports.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import type { Codes, TokenRow } from '#chat/rights/token.ts';

/** A device that was made after the password of its account was checked. */
export interface LoggedInDevice {
  /** Only the device gets it: the chat keeps its hash. */
  readonly code: string;
  readonly grant: Grant;
}

/** The password was right, but a ban keeps the account out. */
export interface BannedAccount {
  readonly ban: Refusal;
}

/** How devices get a code. */
export interface DeviceLogins {
  /** Checks a password, at the pace of logins, and logs a device in. `label`: what people call it. */
  logIn(
    who: LoginRequest & { readonly label?: string | undefined },
  ): Promise<LoggedInDevice | BannedAccount | RefusalCode>;
  /** Makes an account, under the same conditions as for a guest who registers, and logs a device in. */
  signUp(
    who: LoginRequest & { readonly label?: string | undefined; readonly invitation?: string | undefined },
  ): Promise<LoggedInDevice | RefusalCode>;
  /**
   * Changes the password of the account of a device, if the old one is right. All devices and sessions of the account
   * end; this device gets another code.
   */
  changePassword(
    grant: Grant,
    who: Omit<LoginRequest, 'name'> & { readonly newPassword: string },
  ): Promise<LoggedInDevice | RefusalCode>;
}

export interface DeviceLoginsOptions {
  readonly world: World;
  readonly store: Pick<Store, 'account' | 'token'>;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly logins: Pick<Logins, 'withoutSession'>;
  /** Posts a draft of the node itself. */
  readonly command: (event: Asked) => Promise<Answer>;
  /** The keyed hash of the network of an address. */
  readonly hashOf: (address: string) => string | undefined;
  /** What a code allows now, if anything. */
  readonly grantOf: (token: TokenRow | undefined) => Grant | undefined;
}

export function createDeviceLogins(options: DeviceLoginsOptions): DeviceLogins {
  const { world, store, clock, codes, logins, command, hashOf, grantOf } = options;

  async function device(
    account: number,
    version: number,
    label: string | undefined,
  ): Promise<LoggedInDevice | RefusalCode> {
    const code = codes.make();
    const hash = codes.hash(parseCode(code) ?? '');
    const made = { kind: 'tokenMade', purpose: 'device', hash, uses: 1 } as const;
    const answer = await command({ ...made, account, version, label: deviceLabel(label) });
    if (answer.kind === 'refusal') return answer.code;
    const grant = grantOf(store.token(hash));
    return grant ? { code, grant } : 'grant-invalid';
  }

  return {
    async logIn({ label, ...who }) {
      const found = await logins.withoutSession.check(who);
      if (typeof found === 'string') return found;
      const user = userOf(world, found.account);
      const hash = hashOf(who.address);
      const addresses = hash === undefined ? undefined : [hash];
      const ban = user && whyBanned(world, { ...user, addresses }, false, clock.now());
      return ban ? { ban } : device(found.account, found.version, label);
    },
    async signUp({ label, invitation, ...who }) {
      const account = await logins.withoutSession.newAccount(who, invitation);
      if (typeof account === 'string') return account;
      const { name, secret, code } = account;
      const person = { address: hashOf(who.address) };
      const answer = await command({ kind: 'registered', name, secret, ...(code !== undefined && { code }), person });
      if (answer.kind === 'refusal') return answer.code;
      if (answer.kind !== 'entry') return 'unavailable';
      const { id } = answer.entry.from;
      return device(id, store.account(id)?.version ?? 0, label);
    },
    async changePassword({ account: { id, name }, label, ...grant }, { newPassword, ...who }) {
      if (grant.purpose !== 'device') return 'out-of-scope';
      const secret = await logins.withoutSession.newPassword({ name, ...who }, id, newPassword);
      if (typeof secret === 'string') return secret;
      if (!isGrant(store.token(grant.hash), clock.now())) return 'grant-invalid';
      const answer = await command({ kind: 'credential', account: id, ...secret });
      if (answer.kind === 'refusal') return answer.code;
      return device(id, store.account(id)?.version ?? 0, label);
    },
  };
}

/** Most browsers send a name; one that is too long must not keep anybody out. */
const deviceLabel = (text = ''): string => {
  const label = beginningOf(text.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').trim(), maxLabel).trim();
  return label === '' ? 'Unnamed device' : label;
};
