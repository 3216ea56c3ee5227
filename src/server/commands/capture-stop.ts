import type { Command, Given } from '#server/command.ts';
import { askAll } from '#server/control/ask.ts';
import { sizeText } from '#server/size.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { say, tellingRefusals } from './outcome.ts';

export const captureStopCommand: Command = {
  name: 'capture stop',
  args: '',
  count: [0, 0],
  summary: 'end the capture that a running server writes',
  about: '',
  options: { data: dataOption },
  examples: ['polylogue capture stop'],
  run: (given) => tellingRefusals('capture stop', () => stop(given)),
};

async function stop(given: Given): Promise<number> {
  const [written] = await askAll(dataDirectory(given), { kind: 'capture-stop' });
  const { file, bytes, lost } = Object(written);
  const missing =
    Number(lost) > 0 ? ` ${Number(lost)} events came too fast and are missing; the file tells where.` : '';
  say(`The capture has ended: ${String(file)}, ${sizeText(Number(bytes))}.${missing}`);
  return 0;
}
