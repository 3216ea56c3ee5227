import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { ask } from '#server/control/ask.ts';
import { chatsBelow } from '#server/control/chats-in-directory.ts';
import { isUpToDate, parseLater, parseRecord, parseRoom } from '#server/control/record.ts';
import type { ControlRequest } from '#server/control/request.ts';
import { asArgument } from '#server/program.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { readRequest, readStamp } from './history-options.ts';
import { coloured, historyText, plain, type Style } from './history-text.ts';
import { jsonLine } from './json-line.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { roomText } from './rooms-text.ts';
import { type StandardOutput, standardOutput } from './standard-output.ts';
import { printZone } from './print-zone.ts';
import { timeForms } from './parse-time.ts';
import { localStamp, offsetStamp } from './time-stamps.ts';

export const historyCommand: Command = {
  name: 'history',
  args: '[ROOM]',
  count: [0, 1],
  summary: 'show the messages of a room, from its beginning; or list the rooms',
  about: `The operator's view: all messages of a room, oldest first, regardless of who was present.
Without ROOM it lists the rooms, with --private those of two people: the number of messages, and the time of the last.

A private room is given by its number in that list, such as @17; or by its two users: the reading one with --account,
the other as ROOM. The command asks the running server; if none runs, it reads the data directory.

Times are local, and the time zone is shown on a terminal; --json uses UTC.`,
  options: {
    last: { value: 'N', help: 'only the last N entries' },
    since: { value: 'TIME', help: `only from this time on: ${timeForms}` },
    until: { value: 'TIME', help: 'only up to this time: the whole day, minute or second given' },
    follow: { help: 'keep showing new messages, until Ctrl-C or the end of the server' },
    account: { value: 'NAME', help: 'only what that account may read: from its joining to its leaving' },
    private: { help: 'list the private rooms' },
    numbers: { help: 'show the number of each message, which polylogue delete takes' },
    json: { help: 'one JSON object per line' },
    utc: { help: 'times in UTC' },
    offset: { help: 'show the UTC offset of each local time' },
    data: dataOption,
  },
  examples: [
    'polylogue history',
    "polylogue history '#lobby'",
    "polylogue history '#lobby' --since 2h --json",
    "polylogue history '#lobby' --last 10 --follow",
    'polylogue history bob --account alice --last 20',
    'polylogue history @17 --since yesterday --until 12:00',
  ],
  run: (given, stdio) => reportingRefusals('history', stdio, () => runHistory(given, stdio)),
};

async function runHistory(given: Given, stdio: Stdio): Promise<number> {
  const request = readRequest(given, Date.now());
  const stamp = readStamp(given);
  const output = standardOutput(stdio.stdout);
  const style = output.colours ? coloured : plain;
  const json = given.values['json'] === true;
  const numbers = given.values['numbers'] === true;
  if (request.kind === 'rooms')
    return listRooms(dataDirectory(given), request, stdio, output, (item) =>
      json ? jsonLine(item) : roomLine(item, style, stamp ?? offsetStamp),
    );
  if (!json && !stamp) await printZone(stdio, output, style.time);
  const line = (item: unknown): string =>
    json ? jsonLine(item) : entryLine(item, style, stamp ?? localStamp, numbers);
  return showEntries(dataDirectory(given), request, stdio, output, line);
}

async function showEntries(
  dir: string,
  request: ControlRequest & { kind: 'history' },
  stdio: Stdio,
  output: StandardOutput,
  line: (item: unknown) => string,
): Promise<number> {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  if (request.follow === true) {
    process.on('SIGINT', leave).on('SIGTERM', leave);
    void output.broken.then(leave);
  }
  for await (const item of ask(dir, request, leaving.signal)) {
    const later = parseLater(item);
    if (later === undefined && !isUpToDate(item)) {
      if (!(await output.write(line(item)))) return 0;
      continue;
    }
    await output.end();
    if (later !== undefined) say(stdio, laterWords(later));
  }
  await output.end();
  if (request.follow === true && !leaving.signal.aborted) say(stdio, 'The server has stopped.');
  return 0;
}

const laterWords = (later: number): string => {
  const they = later === 1 ? '1 entry has' : `${later} entries have`;
  return `${they} a time after now, and --since leaves them out: the clock was ahead when they were said, or is behind.`;
};

async function listRooms(
  dir: string,
  request: ControlRequest & { kind: 'rooms' },
  stdio: Stdio,
  output: StandardOutput,
  line: (item: unknown) => string,
): Promise<number> {
  let listed = 0;
  for await (const item of ask(dir, request)) {
    listed++;
    if (!(await output.write(line(item)))) return 0;
  }
  await output.end();
  if (listed === 0)
    say(stdio, request.private === true ? 'Nobody has said anything in private.' : 'There are no rooms yet.');
  const others = chatsBelow(dir).map((path) => `--data ${asArgument(path)}`);
  if (others.length > 0) say(stdio, `Other chats: ${others.join(', ')}`);
  return 0;
}

function entryLine(item: unknown, ...how: [Style, (at: number) => string, boolean]): string {
  const record = parseRecord(item);
  if (!record) throw new Error('the server sent an invalid entry');
  return historyText(record, ...how);
}

function roomLine(item: unknown, ...how: [Style, (at: number) => string]): string {
  const room = parseRoom(item);
  if (!room) throw new Error('the server sent an invalid room');
  return roomText(room, ...how);
}
