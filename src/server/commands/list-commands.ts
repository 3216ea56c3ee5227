import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { ask, askAll } from '#server/control/ask.ts';
import { CommandError } from '#server/control/command-error.ts';
import type { HitRecord, ListRecord } from '#server/control/moderate.ts';
import { minuteOf } from '#text/local-time.ts';
import { visible } from '#text/visible.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { readEnding } from './end-option.ts';
import { answered, hasFields, otherVersion } from './json-line.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { change, doneJson, isoTime } from './report-change.ts';
import { interrupted, typedLine } from './secret-prompt.ts';
import { printList } from './print-list.ts';

/** A list of masks: bans, mutes, or exceptions from them. */
interface Words {
  readonly list: 'ban' | 'mute' | 'exception';
  /** The command that adds a mask to it. */
  readonly name: string;
  readonly done: string;
  readonly undone: string;
}

export const masksHelp = `MASK is a name, in which * stands for any characters and ? for any one; account:NAME, the account of that name; or
address:NAME, the network of somebody who is here, which a whole class may share. In a shell, put * and ? in quotes.`;

/** The command that puts a mask on a list. */
export const listingCommand = (
  words: Words,
  command: Pick<Command, 'summary' | 'about' | 'options' | 'examples'>,
): Command => ({
  name: words.name,
  args: '[MASK [ROOM]]',
  count: [0, 2],
  ...command,
  options: {
    for: { value: 'TIME', help: 'how long: 30m, 2h, 7d; without it, for ever' },
    reason: { value: 'TEXT', help: 'shown to the people it matches' },
    ...command.options,
    ...(words.list !== 'exception' && {
      yes: { help: 'do not ask, where MASK hits most of the people who are here, or everybody' },
    }),
    list: { help: 'list the entries in force, of ROOM or of the server' },
    json: { help: 'print what was done, or with --list each row, as one JSON object' },
    data: dataOption,
  },
  run: (given, stdio) => reportingRefusals(words.name, stdio, () => runListing(given, stdio, words)),
});

async function runListing(given: Given, stdio: Stdio, words: Words): Promise<number> {
  if (given.values['list'] === true) return showList(given, stdio, words);
  const [mask, room] = placeOf(given);
  if (mask === undefined) throw new UsageError(`MASK is missing. To see the list: polylogue ${words.name} --list`);
  const until = readEnding(given, Date.now(), 'ever');
  const reason = textOf(given.values, 'reason');
  const kick = given.values['kick'] === true;
  const { list, name } = words;
  if (given.values['yes'] !== true) await confirmSweeping(given, stdio, words, mask, room);
  const end = until === undefined ? '' : ` until ${minuteOf(until)}`;
  return change(
    given,
    stdio,
    { kind: 'list-add', list, mask, room, until, reason, kick },
    { did: name, mask, room, until: isoTime(until), reason, ...(kick && { kick }) },
    () => `${mask} is ${words.done} ${placeIn(list, room)}${end}.`,
  );
}

/** Asks first if the mask hits most people, or everybody. Throws `UsageError` and `CommandError`. */
async function confirmSweeping(
  given: Given,
  stdio: Stdio,
  { list, done }: Words,
  mask: string,
  room: string | undefined,
): Promise<void> {
  if (list === 'exception') return;
  const [hits] = await askAll(dataDirectory(given), { kind: 'list-hits', list, mask, room });
  if (!isHits(hits)) throw otherVersion();
  if (!hits.sweeping) return;
  const sentence = `${mask} would be ${done} ${placeIn(list, room)}. ${hits.sentence}`;
  if (!stdio.stdin.isTTY) throw new UsageError(`${sentence} There is no terminal to ask at: add --yes.`);
  say(stdio, sentence);
  const typed = await typedLine(stdio.stdin, stdio.stderr, 'To do it, type yes: ', 'shown');
  if (typed === undefined) throw new CommandError('Nothing was done.', interrupted);
  if (typed.trim().toLowerCase() !== 'yes') throw new CommandError('Nothing was done.');
}

const isHits = (value: unknown): value is HitRecord => hasFields(value, 'people', 'sentence', 'sweeping');

/** Throws `UsageError`. */
export function placeOf({ positionals }: Given): readonly [name: string | undefined, room: string | undefined] {
  const [name, room] = positionals;
  if (name === '' || room === '') {
    throw new UsageError("An argument is empty. In a shell a room's # must be quoted: '#lobby'.");
  }
  return [name, room];
}

const whereOf = (room: string | undefined): string => (room === undefined ? 'on the server' : `in ${room}`);

/** Where a list applies, in words that follow `banned`, `muted` or `excepted`. */
const placeIn = (list: Words['list'], room: string | undefined): string =>
  list === 'ban' ? `from ${room ?? 'the server'}` : whereOf(room);

async function showList(given: Given, stdio: Stdio, { list, done }: Words): Promise<number> {
  const [only, room] = placeOf(given);
  if (room !== undefined) throw new UsageError('--list takes a room, not a mask.');
  const rows = ask(dataDirectory(given), { kind: 'list', list, room: only });
  const none = `Nobody is ${done} ${placeIn(list, only)}.`;
  return printList(given, stdio, rows, { read: answered(isRow), cells: listCells, none });
}

/** `b* until 2026-11-29 12:00 by alice, 2026-11-28 12:00 spam`. */
const listCells = ({ mask, until, reason, at, by }: ListRecord): readonly string[] => [
  visible(mask),
  until === null ? 'for ever' : `until ${minuteOf(Date.parse(until))}`,
  `by ${visible(by)}, ${minuteOf(Date.parse(at))}`,
  visible(reason),
];

const isRow = (value: unknown): value is ListRecord => hasFields(value, 'mask', 'until', 'reason', 'at', 'by');

/** The command that removes a mask from a list. */
export const unlistingCommand = (
  { list, name: adds, undone }: Words,
  command: Pick<Command, 'name' | 'summary' | 'examples'>,
): Command => ({
  args: 'MASK [ROOM]',
  count: [1, 2],
  about: `MASK is written as when it was added, or as "polylogue ${adds} --list" shows it.`,
  options: { json: doneJson, data: dataOption },
  ...command,
  run: (given, stdio) =>
    reportingRefusals(command.name, stdio, async () => {
      const [mask = '', room] = placeOf(given);
      const what = { did: command.name, mask, room };
      return change(
        given,
        stdio,
        { kind: 'list-remove', list, mask, room },
        what,
        () => `${mask} is ${undone} ${placeIn(list, room)}.`,
      );
    }),
});
