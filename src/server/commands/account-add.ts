import { parseName } from '#chat/names.ts';
import type { Command, Given } from '#server/command.ts';
import { wordRefusal } from '#server/control/accounts.ts';
import { askAll, requireChat } from '#server/control/ask.ts';
import { Refused } from '#server/control/refused.ts';
import { requireFree } from './account-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { newSecret } from './new-password.ts';
import { say, tellingRefusals } from './outcome.ts';

export const accountAddCommand: Command = {
  name: 'account add',
  args: 'NAME',
  count: [1, 1],
  summary: 'create an account: a name that needs its password',
  about: `The password is asked for at the terminal, twice and without echo, or read from a pipe as one line. The account
logs in with name and password, on every dialect.`,
  options: { data: dataOption },
  examples: ['polylogue account add alice', 'polylogue account add alice < password.txt'],
  run: (given) => tellingRefusals('account add', () => addAccount(given)),
};

async function addAccount(given: Given): Promise<number> {
  const [wanted = ''] = given.positionals;
  const dir = dataDirectory(given);
  const parsed = parseName(wanted);
  if (typeof parsed === 'string') throw new Refused(wordRefusal(parsed, wanted));
  requireChat(dir);
  await requireFree(dir, parsed.name);
  await askAll(dir, { kind: 'account-add', name: parsed.name, secret: await newSecret(parsed.name) });
  say(`${parsed.name} has an account now.`);
  return 0;
}
