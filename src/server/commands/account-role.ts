import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { givenRoles, isServerRole } from '#server/control/server-request.ts';
import { nearest } from '#text/nearest.ts';
import { quoted } from '#server/command-line.ts';
import { accountNamed } from './account-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { reportingRefusals } from './report-refusals.ts';
import { doneJson, reportDone } from './report-change.ts';

export const accountRoleCommand: Command = {
  name: 'account role',
  args: 'NAME operator|owner|none',
  count: [2, 2],
  summary: 'make an account an operator or an owner of the server, or neither',
  about: `Operators have the rights of a room's operators in every room, kick and ban from the server, and invite. Owners
have the rights of a room's owners in every room, change the settings of the chat, give these roles, and read the audit.
The role takes effect at once, also for open sessions. docs/rights.md has the whole table.`,
  options: { json: doneJson, data: dataOption },
  examples: ['polylogue account role alice owner', 'polylogue account role bob none'],
  run: (given, stdio) => reportingRefusals('account role', stdio, () => giveRole(given, stdio)),
};

async function giveRole(given: Given, stdio: Stdio): Promise<number> {
  const [wanted = '', role = ''] = given.positionals;
  const dir = dataDirectory(given);
  const to = readRole(role);
  const { name, role: before } = await accountNamed(dir, wanted);
  await askAll(dir, { kind: 'account-role', name, role: to });
  const what = { did: 'account role', name, role: to, before: before ?? 'none' };
  return reportDone(given, stdio, what, [roleSentence(name, before ?? 'none', to)]);
}

/** Throws `UsageError`. */
export function readRole(text: string): (typeof givenRoles)[number] {
  if (isServerRole(text)) return text;
  const meant = nearest(text, givenRoles);
  throw new UsageError(
    `A role is operator, owner or none, not ${quoted(text)}.${meant ? ` Did you mean ${meant}?` : ''}`,
  );
}

function roleSentence(name: string, before: string, to: string): string {
  if (to === before)
    return `${name} ${to === 'none' ? 'already has no role in the server' : `is already ${article(to)} of the server`}.`;
  return to === 'none' ? `${name} no longer has a role in the server.` : `${name} is now ${article(to)} of the server.`;
}

const article = (role: string): string => `an ${role}`;
