import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { visible } from '#text/visible.ts';
import { bufferText, captureOf, captureText } from './capture-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { jsonLine } from './json-line.ts';
import { reportingRefusals } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';

export const captureStatusCommand: Command = {
  name: 'capture status',
  args: '',
  count: [0, 0],
  summary: 'show whether a running server captures, to which file, and how much so far',
  about: '',
  options: { json: { help: 'one JSON object' }, data: dataOption },
  examples: ['polylogue capture status', 'polylogue capture status --json'],
  run: (given, stdio) => reportingRefusals('capture status', stdio, () => tell(given, stdio)),
};

async function tell(given: Given, stdio: Stdio): Promise<number> {
  const record = await captureOf(dataDirectory(given));
  const output = standardOutput(stdio.stdout);
  if (given.values['json'] === true) await output.write(jsonLine(record));
  else {
    await output.write(`${visible(captureText(record))}\n${bufferText(record)}\n`);
  }
  await output.end();
  return 0;
}
