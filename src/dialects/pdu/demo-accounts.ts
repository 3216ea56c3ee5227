import type { AccountRow, Passwords } from '#chat/ports.ts';
import type { RunningChat } from '#chat/chat.ts';

type DemoAccounts = readonly { readonly name: string; readonly password: string }[];

/**
 * Makes the accounts that do not exist; one that does keeps its password, whatever it is by now. Returns the names of
 * those whose password is the one given here, so that they can be told.
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

/** Those of them that exist, and still have the password given here. */
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
