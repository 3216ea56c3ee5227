import { parseName } from '#chat/names/names.ts';
import { type Command, type Given, textOf } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { wordRefusal } from '#server/control/accounts.ts';
import { askAll, requireChat } from '#server/control/ask.ts';
import { CommandError } from '#server/control/command-error.ts';
import { requireFree } from './account-records.ts';
import { readRole } from './account-role.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { newSecret } from './new-password.ts';
import { reportingRefusals } from './report-refusals.ts';
import { doneJson, reportDone } from './report-change.ts';

export const accountAddCommand: Command = {
  name: 'account add',
  args: 'NAME',
  count: [1, 1],
  summary: 'create an account: a name that needs its password',
  about: `The password is asked for at the terminal, twice and without echo, or read from a pipe as one line. The account
logs in with name and password, on every dialect.`,
  options: {
    role: { value: 'operator|owner', help: 'what it may do in all rooms; see polylogue account role' },
    json: doneJson,
    data: dataOption,
  },
  examples: [
    'polylogue account add alice',
    'polylogue account add alice --role owner',
    'polylogue account add alice < password.txt',
  ],
  run: (given, stdio) => reportingRefusals('account add', stdio, () => addAccount(given, stdio)),
};

async function addAccount(given: Given, stdio: Stdio): Promise<number> {
  const [wanted = ''] = given.positionals;
  const dir = dataDirectory(given);
  const text = textOf(given.values, 'role');
  const role = text === undefined ? 'none' : readRole(text);
  const parsed = parseName(wanted);
  if (typeof parsed === 'string') throw new CommandError(wordRefusal(parsed, wanted));
  requireChat(dir);
  await requireFree(dir, parsed.name);
  await askAll(dir, { kind: 'account-add', name: parsed.name, secret: await newSecret(stdio, parsed.name) });
  if (role !== 'none') await askAll(dir, { kind: 'account-role', name: parsed.name, role });
  const { name } = parsed;
  const sentence = `Account ${name} created${role === 'none' ? '' : `, with the server role ${role}`}.`;
  return reportDone(given, stdio, { did: 'account add', name, role }, [sentence]);
}
