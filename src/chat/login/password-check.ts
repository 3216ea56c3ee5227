import type { Clock, Passwords, Store } from '#chat/ports.ts';
import type { UserId } from '#chat/event.ts';
import { accountKey } from '#chat/names/name-keys.ts';
import { networkOf } from '#chat/network.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { WrongPasswords } from './wrong-passwords.ts';
import type { KnownNetworks } from './known-networks.ts';
import type { Check } from './queued-checks.ts';
import { parsePassword } from './passwords.ts';

/** A wrong password was given. */
export interface WrongPassword {
  readonly listener: string;
  readonly address: string;
  /** The account's name, if there is one. Any other text may be a secret typed in the wrong place. */
  readonly name: string | undefined;
}

export interface PasswordCheckOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly onWrong?: ((wrong: WrongPassword) => void) | undefined;
}

/** What is remembered of earlier attempts. */
export interface EarlierLogins {
  readonly wrongPasswords: WrongPasswords;
  readonly known: KnownNetworks;
}

/** A name and a password that were given, and from where. */
export interface GivenPassword {
  readonly name: string;
  readonly password: string;
  readonly address: string;
  readonly listener: string;
}

/** An account, and the version of the credential that was right. */
export interface CheckedAccount {
  readonly account: UserId;
  readonly version: number;
}

/** An invalid name or password waits and takes as long as a valid one: the time of the answer must not show which it was. */
export function passwordCheck(
  { store, clock, passwords, onWrong }: PasswordCheckOptions,
  { wrongPasswords, known }: EarlierLogins,
  { name, password: text, address, listener }: GivenPassword,
): Check<CheckedAccount> {
  const key = accountKey(store, name);
  const password = parsePassword(text);
  const network = networkOf(address);
  // A text that is too long for a name has no key.
  const attempt = { name: key === '' ? undefined : key, network };
  const before = store.accountNamed(key);
  const isKnown = before !== undefined && known.has(before.id, network);
  const run = async (): Promise<CheckedAccount | RefusalCode> => {
    const account = store.accountNamed(key);
    const secret = password === undefined ? undefined : account?.secret;
    if ((await passwords.verify(password ?? '', secret)) && account) {
      wrongPasswords.right(attempt);
      known.add(account.id, network);
      return { account: account.id, version: account.version };
    }
    wrongPasswords.wrong(attempt, clock.elapsed());
    onWrong?.({ listener, address, name: account?.name });
    return 'password-wrong';
  };
  const throttles = wrongPasswords.throttles(attempt, isKnown);
  return { lane: isKnown ? 'known' : 'login', network, client: key, throttles, run };
}
