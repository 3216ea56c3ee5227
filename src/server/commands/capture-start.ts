import { dialects } from '#dialects/index.ts';
import { readFileChoice, startOptions } from '#server/capture/capture-options.ts';
import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { captureOf, captureText } from './capture-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { reportingRefusals } from './report-refusals.ts';
import { doneJson, reportDone } from './report-change.ts';

export const captureStartCommand: Command = {
  name: 'capture start',
  args: 'FILE',
  count: [1, 1],
  summary: 'write what clients and a running server send each other to a file for Wireshark',
  about: `The server writes a new pcapng file, which can be read at any time. It contains everything that people say,
also in private; passwords are masked. The server's log names it. It ends with capture stop, with the
server, at its limit, or when the disk is full; the chat goes on.`,
  options: { ...startOptions, json: doneJson, data: dataOption },
  examples: [
    'polylogue capture start evening.pcapng',
    'polylogue capture start tsam.pcapng --dialect tsam --limit 10MB',
  ],
  run: (given, stdio) => reportingRefusals('capture start', stdio, () => start(given, stdio)),
};

async function start(given: Given, stdio: Stdio): Promise<number> {
  const [file = ''] = given.positionals;
  const choice = readFileChoice(file, given.values, '', dialects);
  const dir = dataDirectory(given);
  await askAll(dir, { kind: 'capture-start', ...choice });
  const capture = await captureOf(dir);
  return reportDone(given, stdio, { did: 'capture start', ...capture }, [
    captureText(capture),
    'To end it: polylogue capture stop',
  ]);
}
