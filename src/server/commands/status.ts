import { minuteOf } from '#text/local-time.ts';
import { visible } from '#text/visible.ts';
import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { CommandError } from '#server/control/command-error.ts';
import type { StatusRecord } from '#server/control/status.ts';
import { bufferText, captureText, isCapture } from './capture-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { jsonLine } from './json-line.ts';
import { reportingRefusals } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';
import { printZone } from './print-zone.ts';

export const statusCommand: Command = {
  name: 'status',
  args: '',
  count: [0, 0],
  summary: 'show the listeners, sessions and captures of a running server',
  about: '',
  options: { json: { help: 'one JSON object' }, data: dataOption },
  examples: ['polylogue status', 'polylogue status --json'],
  run: (given, stdio) => reportingRefusals('status', stdio, () => tell(given, stdio)),
};

async function tell(given: Given, stdio: Stdio): Promise<number> {
  const [record] = await askAll(dataDirectory(given), { kind: 'status' });
  if (!isStatus(record))
    throw new CommandError('The answer of the server is not understood: it may run another version of Polylogue.');
  const output = standardOutput(stdio.stdout);
  if (given.values['json'] === true) await output.write(jsonLine(record));
  else {
    await printZone(stdio, output);
    await output.write(`${linesOf(record).map(visible).join('\n')}\n`);
  }
  await output.end();
  return 0;
}

function linesOf({ version, pid, since, sessions, listeners, capture }: StatusRecord): readonly string[] {
  const many = sessions === 1 ? 'one session' : `${sessions} sessions`;
  return [
    `Polylogue ${version} has been running since ${minuteOf(Date.parse(since))} (process ${pid}), with ${many}.`,
    ...listeners.map((url) => `listening ${url}`),
    ...(isCapture(capture) ? [captureText(capture), bufferText(capture)] : []),
  ];
}

const isStatus = (value: unknown): value is StatusRecord =>
  typeof value === 'object' && value !== null && 'pid' in value && 'listeners' in value && 'since' in value;
