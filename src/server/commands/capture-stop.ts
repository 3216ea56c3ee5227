import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll } from '#server/control/ask.ts';
import { sizeText } from '#server/parse-size.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { reportingRefusals } from './report-refusals.ts';
import { doneJson, reportDone } from './report-change.ts';

export const captureStopCommand: Command = {
  name: 'capture stop',
  args: '',
  count: [0, 0],
  summary: 'end the capture that a running server writes',
  about: '',
  options: { json: doneJson, data: dataOption },
  examples: ['polylogue capture stop'],
  run: (given, stdio) => reportingRefusals('capture stop', stdio, () => stop(given, stdio)),
};

async function stop(given: Given, stdio: Stdio): Promise<number> {
  const [written] = await askAll(dataDirectory(given), { kind: 'capture-stop' });
  const { file, bytes, lost } = Object(written);
  const missing =
    Number(lost) > 0 ? ` ${Number(lost)} events are missing, because too many came at once; the file says where.` : '';
  const what = { did: 'capture stop', file: String(file), bytes: Number(bytes), lost: Number(lost) };
  const sentence = `The capture has ended: ${what.file}, ${sizeText(what.bytes)}.${missing}`;
  return reportDone(given, stdio, what, [sentence]);
}
