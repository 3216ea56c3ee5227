import { parseCode } from '#chat/rights/codes.ts';
import type { Asked } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer } from '#chat/hub/session.ts';
import { accountKey } from '#chat/names/name-keys.ts';
import { networkOf } from '#chat/network.ts';
import type { Passwords, Store } from '#chat/ports.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { CodeChecks } from './code-checks.ts';
import type { CheckedAccount } from './password-check.ts';
import type { Check } from './queued-checks.ts';
import { parsePassword, wordsOf } from './passwords.ts';

export interface RegisteringOptions {
  readonly store: Pick<Store, 'accountNamed' | 'account'>;
  readonly passwords: Passwords;
  readonly codes: CodeChecks;
  /** Puts the draft of a node itself into the order. */
  readonly command: (event: Asked) => Promise<Answer>;
  /** The keyed hash of a session's network. */
  readonly addressOf?: ((seat: Seat) => string | undefined) | undefined;
}

/**
 * A login that registers: with a name that nobody has registered, and an invitation code behind the password. So
 * people can register where guests may not enter, in protocols that have only names and passwords. Undefined for
 * every other login.
 */
export function registeringLogin(
  { store, passwords, codes, command, addressOf }: RegisteringOptions,
  seat: Seat,
  name: string,
  text: string,
): Check<CheckedAccount> | undefined {
  const key = accountKey(store, name);
  const [first, code] = wordsOf(text);
  const password = parsePassword(first);
  if (key === '' || store.accountNamed(key) || password === undefined) return undefined;
  if (code === undefined || parseCode(code) === undefined) return undefined;
  const isInvited = codes.isInvitation(code);
  const { throttles, find } = codes.check(seat, code, { purpose: 'invite-server' });
  const run = async (): Promise<CheckedAccount | RefusalCode> => {
    const token = find();
    if (token === 'token-invalid') return token;
    const secret = await passwords.hash(password);
    const address = addressOf?.(seat);
    const person = address === undefined ? {} : { address };
    const answer = await command({ kind: 'registered', name, secret, code: token.hash, person });
    if (answer.kind !== 'entry') return answer.kind === 'refusal' ? answer.code : 'unavailable';
    const { id } = answer.entry.from;
    return { account: id, version: store.account(id)?.version ?? 0 };
  };
  return { lane: 'registration', network: networkOf(seat.address), client: key, throttles, run, isInvited };
}
