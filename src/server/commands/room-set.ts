import {
  isRoomSetting,
  parseRoomSetting,
  type RoomSettingName,
  roomSettingNames,
  roomSettingText,
} from '#chat/settings/room-settings.ts';
import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { quoted } from '#server/command-line.ts';
import { askAll } from '#server/control/ask.ts';
import type { RoomSettingRecord } from '#server/control/change-room.ts';
import { nearest } from '#text/nearest.ts';
import { visible } from '#text/visible.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { parseDuration } from './duration.ts';
import { answered, hasFields } from './json-line.ts';
import { reportingRefusals } from './report-refusals.ts';
import { change } from './report-change.ts';
import { printList } from './print-list.ts';

export const roomSetCommand: Command = {
  name: 'rooms set',
  args: 'ROOM [NAME [VALUE]]',
  count: [1, 3],
  summary: 'show or change the settings of a room',
  about: `Without NAME all settings, without VALUE that one. VALUE "default", or "-", resets a setting. A key is never shown, only
whether there is one; other users of this machine may see it on the command line while the command runs.`,
  options: { json: { help: 'print what was done, or each setting, as one JSON object' }, data: dataOption },
  examples: [
    "polylogue rooms set '#seminar'",
    "polylogue rooms set '#seminar' secret yes",
    "polylogue rooms set '#seminar' slow 10s",
    "polylogue rooms set '#seminar' key default",
  ],
  run: (given, stdio) => reportingRefusals('rooms set', stdio, () => runSet(given, stdio)),
};

async function runSet(given: Given, stdio: Stdio): Promise<number> {
  const [room = '', text, wanted] = given.positionals;
  const name = text === undefined ? undefined : settingNamed(text);
  if (name === undefined || wanted === undefined) return show(given, stdio, room, name);
  const value = readValue(name, wanted);
  const shown = name === 'key' && value !== '' ? 'yes' : value;
  const what = { did: 'rooms set', room, name, value: shown };
  return change(given, stdio, { kind: 'room-set', room, name, value }, what, (answer) => {
    const now = value === '' ? 'not set' : name === 'key' ? 'set' : value;
    return `${name} of ${answer.room ?? room} is ${now}${answer.seq === null ? ' already' : ' now'}.`;
  });
}

function settingNamed(text: string): RoomSettingName {
  if (isRoomSetting(text)) return text;
  const meant = nearest(text, roomSettingNames);
  const hint = meant ? `Did you mean ${meant}?` : `Choose one of: ${roomSettingNames.join(', ')}.`;
  throw new UsageError(`There is no setting ${quoted(text)} of a room. ${hint}`);
}

/** The stored form: a time in seconds, nothing for the default. Throws `UsageError`. */
function readValue(name: RoomSettingName, text: string): string {
  const value = text === 'default' || text === '-' ? '' : parseRoomSetting(name, text);
  if (value !== undefined) return value;
  const length = name === 'slow' ? parseDuration(text) : undefined;
  const seconds = length === undefined ? undefined : parseRoomSetting(name, String(length / 1000));
  if (seconds !== undefined) return seconds;
  const not = name === 'key' ? '' : `, not ${quoted(text)}`;
  throw new UsageError(`${name} is ${roomSettingText(name).values}${not}.`);
}

async function show(given: Given, stdio: Stdio, room: string, only: RoomSettingName | undefined): Promise<number> {
  const all = (await askAll(dataDirectory(given), { kind: 'room-settings', room })).map(settingOf);
  const settings = all.filter(({ name }) => only === undefined || name === only);
  return printList(given, stdio, settings, { read: settingOf, cells: cellsOf });
}

/** `slow 10 how long a member waits between two messages; operators do not wait (a number of seconds …)`. */
const cellsOf = ({ name, value, values, about }: RoomSettingRecord): readonly string[] => [
  visible(name),
  value === '' ? '-' : visible(name === 'key' ? '(set)' : value),
  visible(`${about} (${values})`),
];

const isSetting = (value: unknown): value is RoomSettingRecord => hasFields(value, 'name', 'value', 'values', 'about');

const settingOf = answered(isSetting);
