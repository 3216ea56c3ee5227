import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { ask } from '#server/control/ask.ts';
import { auditText, isAuditRecord } from './audit-text.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { readSpan, readStamp } from './history-options.ts';
import { jsonLine, otherVersion } from './json-line.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';
import { printZone } from './print-zone.ts';
import { localStamp } from './time-stamps.ts';

export const auditCommand: Command = {
  name: 'audit',
  args: '',
  count: [0, 0],
  summary: 'list who used a right: roles, bans, kicks, removed messages, settings, codes',
  about: `Oldest first. The audit is never deleted, even if messages are. "server" means the command line, or the flags of the
server.`,
  options: {
    last: { value: 'N', help: 'only the last N' },
    since: { value: 'TIME', help: 'only from this time on: 2026-11-20, 21:31, yesterday, 2h' },
    until: { value: 'TIME', help: 'only up to this time: the whole day, minute or second given' },
    offset: { help: 'show the UTC offset of each local time' },
    utc: { help: 'times in UTC' },
    json: { help: 'one JSON object per line' },
    data: dataOption,
  },
  examples: ['polylogue audit', 'polylogue audit --last 20', 'polylogue audit --since yesterday --json'],
  run: (given, stdio) => reportingRefusals('audit', stdio, () => listAudit(given, stdio)),
};

async function listAudit(given: Given, stdio: Stdio): Promise<number> {
  const last = textOf(given.values, 'last');
  if (last !== undefined && !/^[1-9]\d{0,14}$/.test(last)) throw new UsageError('--last takes a number from 1 on.');
  const now = Date.now();
  const [since, until] = [readSpan(given.values, 'since', now), readSpan(given.values, 'until', now)];
  if (since && until && until.end <= since.start) throw new UsageError('--until is before --since.');
  const stamp = readStamp(given);
  const output = standardOutput(stdio.stdout);
  const json = given.values['json'] === true;
  if (!json && !stamp) await printZone(stdio, output);
  const asked = { last: last === undefined ? undefined : Number(last), since: since?.start, until: until?.end };
  let listed = 0;
  for await (const item of ask(dataDirectory(given), { kind: 'audit', ...asked })) {
    if (!isAuditRecord(item)) throw otherVersion();
    listed++;
    if (!(await output.write(json ? jsonLine(item) : auditText(item, stamp ?? localStamp)))) return 0;
  }
  await output.end();
  if (listed === 0 && !json) say(stdio, 'There are no entries.');
  return 0;
}
