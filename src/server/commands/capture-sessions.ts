import { minuteOf } from '#text/local-time.ts';
import { visible } from '#text/visible.ts';
import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import type { SessionRecord } from '#server/control/capture.ts';
import { sizeText } from '#server/parse-size.ts';
import { sessionsOf } from './capture-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { jsonLine } from './json-line.ts';
import { reportingRefusals } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';
import { printZone } from './print-zone.ts';

export const captureSessionsCommand: Command = {
  name: 'capture sessions',
  args: '',
  count: [0, 0],
  summary: 'list the sessions that a running server has in memory, by their ids',
  about: `For capture export. The server must have been started with --capture-buffer; the oldest goes first. A client with
several links (chatroom has two) has a line for each.`,
  options: { json: { help: 'one JSON object per line' }, data: dataOption },
  examples: ['polylogue capture sessions', 'polylogue capture sessions --json'],
  run: (given, stdio) => reportingRefusals('capture sessions', stdio, () => list(given, stdio)),
};

async function list(given: Given, stdio: Stdio): Promise<number> {
  const sessions = await sessionsOf(dataDirectory(given));
  const output = standardOutput(stdio.stdout);
  const json = given.values['json'] === true;
  if (!json) await printZone(stdio, output);
  for (const session of sessions) {
    if (!(await output.write(json ? jsonLine(session) : rowOf(session)))) return 0;
  }
  await output.end();
  return 0;
}

function rowOf({ id, listener, user, address, port, began, ended, bytes }: SessionRecord): string {
  const place = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  const cells = [
    String(id).padStart(6),
    listener.padEnd(16),
    visible(user ?? '-').padEnd(16),
    place.padEnd(21),
    minuteOf(Date.parse(began)),
    sizeText(bytes).padStart(9),
    ended === null ? 'open' : '',
  ];
  return `${cells.join('  ').trimEnd()}\n`;
}
