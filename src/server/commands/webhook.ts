import { maxWebhooks } from '#chat/rights/grant.ts';
import { type Command, type Given, textOf } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { actingAccount, createOption } from './acting-account.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { readEnding } from './end-option.ts';
import { grantOf, listGrants, removeGrant, tellGrant } from './grant-text.ts';
import { reportingRefusals } from './report-refusals.ts';

export const webhookAddCommand: Command = {
  name: 'webhook add',
  args: 'ROOM NAME',
  count: [2, 2],
  summary: 'create an address to which programs post messages for a room',
  about: `Prints a code once; only a hash of it is stored. A message posted to /api/v1/hooks/CODE at the address of the page
appears in ROOM as a message of the account NAME, which must be a member there. The code can do nothing else. Everybody
who has the address can post: keep it secret. A room has at most ${maxWebhooks} webhooks. To try it:

  curl -H 'Content-Type: text/plain' -d 'The build is green' \\
    http://127.0.0.1:8000/api/v1/hooks/CODE`,
  options: {
    label: { value: 'TEXT', help: 'its name in lists (default: webhook)' },
    for: { value: 'TIME', help: 'how long it is valid: 12h, 30d, 52w, or ever (the default)' },
    create: createOption,
    join: { help: 'make the account a member of the room' },
    json: { help: 'one JSON object' },
    data: dataOption,
  },
  examples: [
    "polylogue webhook add '#builds' builds --create --join",
    "polylogue webhook add '#lobby' alice --label 'calendar' --for 52w",
  ],
  run: (given, stdio) => reportingRefusals('webhook add', stdio, () => addWebhook(given, stdio)),
};

async function addWebhook(given: Given, stdio: Stdio): Promise<number> {
  const [room = '', wanted = ''] = given.positionals;
  const dir = dataDirectory(given);
  const until = readEnding(given, Date.now(), 'ever');
  const name = await actingAccount(dir, given, stdio, wanted);
  if (given.values['join'] === true) await askAll(dir, { kind: 'account-join', name, room });
  const label = textOf(given.values, 'label') ?? 'webhook';
  const [made] = await askAll(dir, { kind: 'grant-make', purpose: 'webhook', name, room, label, until });
  const hook = grantOf(made);
  return tellGrant(given, stdio, hook, [
    `It speaks in ${hook.room ?? ''} as ${hook.account}: POST /api/v1/hooks/CODE with {"text":"…"}`,
    `To revoke it: polylogue webhook remove ${hook.id}`,
  ]);
}

export const webhookListCommand: Command = {
  name: 'webhook list',
  args: '[ROOM]',
  count: [0, 1],
  summary: 'list the webhooks of a room, or of all',
  about: '',
  options: { json: { help: 'one JSON object per line' }, data: dataOption },
  examples: ['polylogue webhook list', "polylogue webhook list '#builds' --json"],
  run: (given, stdio) =>
    reportingRefusals('webhook list', stdio, () =>
      listGrants(
        given,
        stdio,
        { kind: 'grants', purpose: 'webhook', room: given.positionals[0] },
        'There are no webhooks.',
      ),
    ),
};

export const webhookRemoveCommand: Command = {
  name: 'webhook remove',
  args: 'ID',
  count: [1, 1],
  summary: 'revoke the code of a webhook',
  about: 'ID is its number in "polylogue webhook list". Its messages remain.',
  options: { json: { help: 'one JSON object' }, data: dataOption },
  examples: ['polylogue webhook remove 17'],
  run: (given, stdio) => reportingRefusals('webhook remove', stdio, () => removeGrant(given, stdio, 'webhook')),
};
