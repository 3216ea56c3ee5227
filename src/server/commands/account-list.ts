import { minuteOf } from '#text/local-time.ts';
import { visible } from '#text/visible.ts';
import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import type { AccountRecord } from '#server/control/record.ts';
import { accountsOf } from './account-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { jsonLine } from './json-line.ts';
import { reportingRefusals } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';
import { printZone } from './print-zone.ts';

export const accountListCommand: Command = {
  name: 'account list',
  args: '',
  count: [0, 0],
  summary: 'list the accounts: when they were created, who is online, who has a role',
  about: '',
  options: { json: { help: 'one JSON object per line' }, data: dataOption },
  examples: ['polylogue account list', 'polylogue account list --json'],
  run: (given, stdio) => reportingRefusals('account list', stdio, () => listAccounts(given, stdio)),
};

async function listAccounts(given: Given, stdio: Stdio): Promise<number> {
  const output = standardOutput(stdio.stdout);
  if (given.values['json'] !== true) await printZone(stdio, output);
  for await (const account of accountsOf(dataDirectory(given))) {
    const line = given.values['json'] === true ? jsonLine(account) : rowOf(account);
    if (!(await output.write(line))) return 0;
  }
  await output.end();
  return 0;
}

/** Width of the column of names, in code points. */
const width = 20;

function rowOf({ name, registered, present, role }: AccountRecord): string {
  const shown = visible(name);
  const since = registered === null ? 'time unknown'.padEnd(16) : minuteOf(Date.parse(registered));
  return `${shown}${' '.repeat(Math.max(0, width - [...shown].length))}  ${since}${present ? '  present' : ''}${role === undefined ? '' : `  ${role} of the server`}\n`;
}
