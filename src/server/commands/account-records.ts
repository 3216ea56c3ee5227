import { visible } from '#text/visible.ts';
import { ask, askAll } from '#server/control/ask.ts';
import { type AccountRecord, parseAccount } from '#server/control/record.ts';
import { CommandError } from '#server/control/command-error.ts';

/** All accounts, in the order in which they were created. */
export async function* accountsOf(dir: string): AsyncGenerator<AccountRecord> {
  for await (const item of ask(dir, { kind: 'accounts' })) yield account(item);
}

/** The account of that name. Throws `CommandError` if it does not exist. */
export async function accountNamed(dir: string, name: string): Promise<AccountRecord> {
  const [item] = await askAll(dir, { kind: 'accounts', name });
  return account(item);
}

/** Throws `CommandError` if an account of that name exists. */
export async function requireFree(dir: string, name: string): Promise<void> {
  const there = await accountNamed(dir, name).catch((error: unknown) => {
    if (error instanceof CommandError && error.exit === 1) return undefined;
    throw error;
  });
  if (there)
    throw new CommandError(
      `${visible(there.name)} has an account already. To change its password: polylogue account passwd ${visible(there.name)}`,
    );
}

function account(item: unknown): AccountRecord {
  const parsed = parseAccount(item);
  if (!parsed) throw new Error('the server sent an invalid account');
  return parsed;
}
