import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import { ask } from '#server/control/ask.ts';
import { parseLater, parseRecord } from '#server/control/record.ts';
import type { ControlRequest } from '#server/control/request.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { coloured, historyText, plain } from './history-text.ts';
import { jsonLine } from './json-line.ts';
import { say, tellingRefusals } from './outcome.ts';
import { standardOutput } from './standard-output.ts';
import { parseTime } from './time.ts';

export const historyCommand: Command = {
  name: 'history',
  args: 'ROOM',
  count: [0, 1],
  summary: 'show what was said in a room, from its beginning',
  about: `The operator's own view: everything ever said in a channel, oldest first, whoever runs or ran there.
What two people said to each other in private is shown only as one of the two may read it: name the one
with --account, and the other as ROOM. It asks the running server, and reads the directory where none runs.`,
  options: {
    last: { value: 'N', help: 'only the last N entries' },
    since: { value: 'TIME', help: 'only from then on: 2026-11-20, "2026-11-20 21:31", 21:31 (today), 90m, 2h or 3d' },
    account: { value: 'NAME', help: 'as far as that account may read it: from its coming to its leaving' },
    json: { help: 'one JSON object a line' },
    data: dataOption,
  },
  examples: [
    "polylogue history '#lobby'",
    "polylogue history '#lobby' --since 2h --json",
    'polylogue history bob --account alice --last 20',
  ],
  run: (given) => tellingRefusals('history', () => runHistory(given)),
};

async function runHistory(given: Given): Promise<number> {
  const output = standardOutput();
  let later = 0;
  const style = output.colours ? coloured : plain;
  for await (const item of ask(dataDirectory(given), readRequest(given, Date.now()))) {
    later += parseLater(item) ?? 0;
    if (later > 0) continue;
    const record = parseRecord(item);
    if (!record) throw new Error('the server sent what is no entry');
    const text = given.values['json'] === true ? jsonLine(item) : historyText(record, style);
    if (!(await output.write(text))) return 0;
  }
  await output.end();
  if (later > 0) say(laterWords(later));
  return 0;
}

const laterWords = (later: number): string => {
  const they = later === 1 ? '1 entry has' : `${later} entries have`;
  return `${they} a time after now, and --since leaves them out: the clock was ahead when they were said, or is behind.`;
};

/** Throws `UsageError`. */
export function readRequest({ values, positionals }: Given, now: number): ControlRequest {
  const [room] = positionals;
  // A shell takes an unquoted #lobby for a comment.
  if (room === undefined || room === '')
    throw new UsageError("ROOM is missing. In a shell a channel's # must be quoted: '#lobby'.");
  const [last, since] = [textOf(values, 'last'), textOf(values, 'since')];
  if (last !== undefined && !/^[1-9]\d{0,14}$/.test(last)) throw new UsageError('--last takes a number from 1 on.');
  const from = since === undefined ? undefined : parseTime(since, now);
  if (since !== undefined && from === undefined) {
    throw new UsageError('--since takes 2026-11-20, "2026-11-20 21:31", 21:31, 90m, 2h or 3d.');
  }
  const account = textOf(values, 'account');
  if (account === '') throw new UsageError('--account needs a name.');
  return { kind: 'history', room, account, last: last === undefined ? undefined : Number(last), since: from };
}
