import type { RunningChat } from '#chat/chat.ts';
import { visible } from '#text/visible.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { dialects } from '#dialects/index.ts';
import { makeDemoAccounts, openDemoAccounts } from '#dialects/pdu/demo-accounts.ts';
import { wantsDemoAccounts } from '#dialects/pdu/options.ts';
import { isLoopback, type ListenerUrl } from './listener-url.ts';
import type { LockablePasswords } from './locked-secrets.ts';
import type { ServeOptions } from './serve-options.ts';

/** Only this machine can reach any of these listeners. */
const isPrivate = (listen: readonly ListenerUrl[]): boolean => listen.every(({ host }) => isLoopback(host));

/**
 * Enables the accounts of original programs if only this machine can reach the listeners and no option says otherwise.
 */
export function withDemoAccounts(options: ServeOptions): ServeOptions {
  if (!isPrivate(options.listen)) return options;
  const listen = options.listen.map((listener) =>
    listener.dialect.demoAccounts
      ? { ...listener, options: { 'demo-accounts': 'yes', ...listener.options } }
      : listener,
  );
  return Object.freeze({ ...options, listen });
}

/**
 * Creates the accounts of original programs for the listeners that enable them, and warns that everybody knows their
 * passwords. If no listener enables them and others can reach the server, such accounts of an earlier run are locked
 * while this one runs. Returns a note for people who join, by the dialect's name.
 */
export async function prepareDemoAccounts(
  chat: RunningChat,
  passwords: LockablePasswords,
  listen: readonly ListenerUrl[],
  print: (line: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(listen.filter(({ options }) => wantsDemoAccounts(options)).map(({ dialect }) => dialect));
  const notes = new Map<string, string>();
  for (const dialect of wanted) {
    const { name, demoAccounts = [] } = dialect;
    const open = await makeDemoAccounts(chat, passwords, demoAccounts);
    if (open.length === 0) continue;
    print(`${name}: everybody knows the passwords of ${open.map(visible).join(' and ')}`);
    notes.set(name, noteOf(dialect, open));
  }
  if (!isPrivate(listen)) {
    for (const dialect of dialects) if (!wanted.has(dialect)) await lockAll(dialect, chat, passwords, print);
  }
  return notes;
}

/** `user1 with pass1 or user2 with pass2`. */
const noteOf = ({ demoAccounts = [] }: Dialect, open: readonly string[]): string =>
  demoAccounts
    .filter(({ name }) => open.includes(name))
    .map(({ name, password }) => `${visible(name)} with ${visible(password)}`)
    .join(' or ');

async function lockAll(
  { name, demoAccounts = [] }: Dialect,
  chat: RunningChat,
  passwords: LockablePasswords,
  print: (line: string) => void,
): Promise<void> {
  const open = await openDemoAccounts(chat, passwords, demoAccounts);
  if (open.length === 0) return;
  for (const { secret } of open) passwords.lock(secret);
  const names = open.map((account) => visible(account.name));
  print(
    `${name}: ${names.join(' and ')} cannot log in, because other machines can reach this server and everybody knows ` +
      `their passwords. To let them in: polylogue account passwd ${names[0] ?? ''}, or the option demo-accounts=yes of the listener`,
  );
}
