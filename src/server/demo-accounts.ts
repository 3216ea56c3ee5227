import type { RunningChat } from '#chat/chat.ts';
import type { Passwords } from '#chat/passwords.ts';
import { makeDemoAccounts } from '#dialects/pdu/demo-accounts.ts';
import { wantsDemoAccounts } from '#dialects/pdu/options.ts';
import { visible } from '#chat/visible.ts';
import type { ListenerUrl } from './listener-url.ts';

/** Makes the accounts of originals for those listeners that are to have them, and says which anybody can use. */
export async function openDemoAccounts(
  chat: RunningChat,
  passwords: Passwords,
  listen: readonly ListenerUrl[],
  print: (line: string) => void,
): Promise<void> {
  const wanted = new Set(listen.filter(({ options }) => wantsDemoAccounts(options)).map(({ dialect }) => dialect));
  for (const { name, demoAccounts = [] } of wanted) {
    const open = await makeDemoAccounts(chat, passwords, demoAccounts);
    if (open.length > 0) print(`${name}: everybody knows the passwords of ${open.map(visible).join(' and ')}`);
  }
}
