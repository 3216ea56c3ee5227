import { maxBots } from '#chat/rights/grant.ts';
import { allScopes, parseScopes, type Scope } from '#chat/rights/grant-scope.ts';
import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { quoted } from '#server/command-line.ts';
import { askAll } from '#server/control/ask.ts';
import { minuteOf } from '#text/local-time.ts';
import { actingAccount, createOption } from './acting-account.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { readEnding } from './end-option.ts';
import { grantOf, listGrants, removeGrant, tellGrant } from './grant-text.ts';
import { reportingRefusals } from './report-refusals.ts';

export const botAddCommand: Command = {
  name: 'bot add',
  args: 'NAME',
  count: [1, 1],
  summary: 'create a code with which a program acts for an account',
  about: `Prints the code once; only a hash of it is stored. The program sends it with every request to the HTTP API, as
"Authorization: Bearer CODE", and can do what the account can do, within its scopes:

  read      the rooms it is a member of: messages, members, search, what is unread
  mark      mark rooms as read, and private messages as received, for the account
  post      send messages there and in private, edit and remove them, react
  rooms     join and leave rooms, set topics, invite
  moderate  use the roles of the account: kick, ban, mute, give roles, change
            settings of rooms, remove messages of others

It can never change passwords, create codes, or change the server. An account has at most ${maxBots} such codes.`,
  options: {
    scopes: { value: 'SCOPE,…', help: 'what the program may do (default read,post)' },
    label: { value: 'TEXT', help: 'the name of the code in lists (default: bot)' },
    for: { value: 'TIME', help: 'how long the code is valid: 12h, 30d, 52w, or ever (the default)' },
    create: createOption,
    join: {
      value: 'ROOM',
      multiple: true,
      help: 'make the account a member of this room; may be given several times',
    },
    json: { help: 'one JSON object' },
    data: dataOption,
  },
  examples: [
    'polylogue bot add alice --scopes read',
    "polylogue bot add builds --create --join '#lobby' --label 'build server'",
    'polylogue bot add helper --scopes read,post,moderate --for 30d',
  ],
  run: (given, stdio) => reportingRefusals('bot add', stdio, () => addBot(given, stdio)),
};

async function addBot(given: Given, stdio: Stdio): Promise<number> {
  const { values } = given;
  const [wanted = ''] = given.positionals;
  const dir = dataDirectory(given);
  const scopes = readScopes(textOf(values, 'scopes') ?? 'read,post');
  const until = readEnding(given, Date.now(), 'ever');
  const name = await actingAccount(dir, given, stdio, wanted);
  const rooms = Array.isArray(values['join']) ? values['join'] : [];
  for (const room of rooms) await askAll(dir, { kind: 'account-join', name, room });
  const label = textOf(values, 'label') ?? 'bot';
  const [made] = await askAll(dir, { kind: 'grant-make', purpose: 'bot', name, label, scopes, until });
  const bot = grantOf(made);
  const end = bot.until === null ? 'until it is removed' : `until ${minuteOf(Date.parse(bot.until))}`;
  return tellGrant(given, stdio, bot, [
    `The program acts for ${bot.account} (${bot.scopes.join()}) ${end}: Authorization: Bearer CODE`,
    `To revoke it: polylogue bot remove ${bot.id}`,
  ]);
}

function readScopes(text: string): readonly Scope[] {
  const scopes = parseScopes(text.split(',').map((word) => word.trim()));
  if (scopes) return scopes;
  throw new UsageError(`--scopes takes some of ${allScopes.join()}, with commas, not ${quoted(text)}.`);
}

export const botListCommand: Command = {
  name: 'bot list',
  args: '[NAME]',
  count: [0, 1],
  summary: 'list the codes with which programs act for accounts',
  about: 'Of the account NAME, or of all: number, account, label, scopes, last use.',
  options: { json: { help: 'one JSON object per line' }, data: dataOption },
  examples: ['polylogue bot list', 'polylogue bot list alice --json'],
  run: (given, stdio) =>
    reportingRefusals('bot list', stdio, () =>
      listGrants(given, stdio, { kind: 'grants', purpose: 'bot', name: given.positionals[0] }, 'There are no bots.'),
    ),
};

export const botRemoveCommand: Command = {
  name: 'bot remove',
  args: 'ID',
  count: [1, 1],
  summary: 'revoke the code of a bot',
  about: `ID is its number in "polylogue bot list". The code is invalid at once. The account remains.`,
  options: { json: { help: 'one JSON object' }, data: dataOption },
  examples: ['polylogue bot remove 17'],
  run: (given, stdio) => reportingRefusals('bot remove', stdio, () => removeGrant(given, stdio, 'bot')),
};
