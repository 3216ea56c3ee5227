import { randomBytes } from 'node:crypto';

import { parseName } from '#chat/names/names.ts';
import { type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { wordRefusal } from '#server/control/accounts.ts';
import { askAll, requireChat } from '#server/control/ask.ts';
import { CommandError } from '#server/control/command-error.ts';
import { argonPasswords } from '#server/passwords.ts';
import { accountNamed } from './account-records.ts';
import { say } from './report-refusals.ts';

export const createOption = {
  help: 'create the account if there is none of that name; it has no password, so nobody can log in with one',
} as const;

/** The account that a program will act for; with `--create` it is created. Throws `CommandError`. */
export async function actingAccount(dir: string, { values }: Given, stdio: Stdio, wanted: string): Promise<string> {
  if (wanted === '') throw new UsageError('NAME is empty.');
  requireChat(dir);
  try {
    return (await accountNamed(dir, wanted)).name;
  } catch (error) {
    if (!(error instanceof CommandError) || error.exit !== 1) throw error;
    if (values['create'] !== true) throw new CommandError(`${error.message} To create one, add --create.`);
  }
  const parsed = parseName(wanted);
  if (typeof parsed === 'string') throw new CommandError(wordRefusal(parsed, wanted));
  const secret = await argonPasswords().hash(randomBytes(32).toString('hex'));
  await askAll(dir, { kind: 'account-add', name: parsed.name, secret });
  if (values['json'] !== true) say(stdio, `Account ${parsed.name} created, without a password.`);
  return parsed.name;
}
