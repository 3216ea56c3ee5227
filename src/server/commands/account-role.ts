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
  about: `Operators may do in every room what its operators may, kick and ban from the server, and invite. Owners may do in
every room what its owners may, change the settings of the chat, give these roles, and read who used a right. The role
holds at once, also for sessions that are open. docs/rights.md has the whole table.`,
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
    return `${name} ${to === 'none' ? 'has no role in the server' : `is ${article(to)} of the server`} already.`;
  return to === 'none' ? `${name} has no role in the server any more.` : `${name} is ${article(to)} of the server now.`;
}

const article = (role: string): string => `an ${role}`;
