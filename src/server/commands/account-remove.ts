import { fold } from '#chat/names/names.ts';
import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { CommandError } from '#server/control/command-error.ts';
import { accountNamed } from './account-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { doneJson, reportDone } from './report-change.ts';
import { interrupted, typedLine } from './secret-prompt.ts';

export const accountRemoveCommand: Command = {
  name: 'account remove',
  args: 'NAME',
  count: [1, 1],
  summary: 'remove an account; its messages remain',
  about: `Deletes the password, the memberships and the undelivered mail of the account, closes its sessions, and frees the
name. Its messages remain in the rooms, under its name. The command asks for the name once more.`,
  options: { yes: { help: 'do not ask' }, json: doneJson, data: dataOption },
  examples: ['polylogue account remove alice', 'polylogue account remove alice --yes'],
  run: (given, stdio) => reportingRefusals('account remove', stdio, () => removeAccount(given, stdio)),
};

async function removeAccount(given: Given, stdio: Stdio): Promise<number> {
  const [wanted = ''] = given.positionals;
  const dir = dataDirectory(given);
  const { name } = await accountNamed(dir, wanted);
  if (given.values['yes'] !== true) await confirm(stdio, name);
  await askAll(dir, { kind: 'account-remove', name });
  return reportDone(given, stdio, { did: 'account remove', name }, [
    `The account ${name} is removed. Its messages remain.`,
  ]);
}

async function confirm(stdio: Stdio, name: string): Promise<void> {
  if (!stdio.stdin.isTTY) throw new UsageError('There is no terminal to ask at: add --yes.');
  say(stdio, `Deletes the password, memberships and undelivered mail of ${name}. Its messages remain.`);
  const typed = await typedLine(stdio.stdin, stdio.stderr, 'To remove it, type its name: ', 'shown');
  if (typed === undefined) throw new CommandError('Nothing was removed.', interrupted);
  if (fold(typed.trim()) !== fold(name)) throw new CommandError('The names differ; nothing was removed.');
}
