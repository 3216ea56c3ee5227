import type { AccountRow, Passwords } from '#chat/ports.ts';
import type { RunningChat } from '#chat/chat.ts';

type DemoAccounts = readonly { readonly name: string; readonly password: string }[];

/**
 * Creates the accounts that do not exist; existing ones keep their passwords. Returns the names of those that have the
 * password given here.
 */
export async function makeDemoAccounts(
  chat: Pick<RunningChat, 'accountNamed' | 'command'>,
  passwords: Passwords,
  accounts: DemoAccounts,
): Promise<readonly string[]> {
  const open: string[] = [];
  for (const { name, password } of accounts) {
    const account = chat.accountNamed(name);
    const secret = account ? account.secret : await passwords.hash(password);
    if (!account && (await chat.command({ kind: 'registered', name, secret })).kind !== 'entry') continue;
    if (await passwords.verify(password, secret)) open.push(name);
  }
  return open;
}

/** The existing accounts that still have the password given here. */
export async function openDemoAccounts(
  chat: Pick<RunningChat, 'accountNamed'>,
  passwords: Passwords,
  accounts: DemoAccounts,
): Promise<readonly AccountRow[]> {
  const open: AccountRow[] = [];
  for (const { name, password } of accounts) {
    const account = chat.accountNamed(name);
    if (account && (await passwords.verify(password, account.secret))) open.push(account);
  }
  return open;
}
