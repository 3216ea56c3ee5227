import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { quoted } from '#server/command-line.ts';
import { ask } from '#server/control/ask.ts';
import type { RoomInfo } from '#server/control/room-info.ts';
import { nearest } from '#text/nearest.ts';
import { visible } from '#text/visible.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { answered, hasFields } from './json-line.ts';
import { reportingRefusals } from './report-refusals.ts';
import { printList } from './print-list.ts';

export const roomsCommand: Command = {
  name: 'rooms',
  args: '',
  // More arguments are a mistyped command such as `rooms sett`.
  count: [0, 1000],
  summary: 'list the rooms: members, owners, settings, topic',
  about: `Lists secret rooms too. For the number of messages, and the messages: polylogue history. For the members:
polylogue who '#lobby'. To change one: polylogue rooms role, set, topic, rename, close.`,
  options: { json: { help: 'one JSON object per line' }, data: dataOption },
  examples: ['polylogue rooms', 'polylogue rooms --json'],
  run: (given, stdio) => reportingRefusals('rooms', stdio, () => listRooms(given, stdio)),
};

async function listRooms(given: Given, stdio: Stdio): Promise<number> {
  const [extra] = given.positionals;
  if (extra !== undefined) throw new UsageError(notThat(extra));
  const rooms = ask(dataDirectory(given), { kind: 'room-list' });
  return printList(given, stdio, rooms, { read: answered(isRoom), cells: roomCells, none: 'There are no rooms yet.' });
}

const changes = ['role', 'set', 'topic', 'rename', 'close'] as const;

function notThat(word: string): string {
  const meant = nearest(word, changes);
  const hint = meant ? `Did you mean polylogue rooms ${meant}?` : `Choose one of: ${changes.join(', ')}.`;
  return `There is no command ${quoted(`rooms ${word}`)}. ${hint}`;
}

/** `#tea 3 members, 2 here owner alice secret, slow 10 green tea`. */
export function roomCells({ name, members, present, owners, settings, topic }: RoomInfo): readonly string[] {
  const many = `${members} ${members === 1 ? 'member' : 'members'}, ${present} here`;
  const owner = owners.length === 0 ? '' : `owner ${owners.map(visible).join(', ')}`;
  const set = Object.entries(settings).map(([key, value]) => visible(value === 'yes' ? key : `${key} ${value}`));
  const rest = [owner, set.join(', '), topic === '' ? '' : `"${visible(topic)}"`];
  return [visible(name), many, rest.filter((part) => part !== '').join('; ')];
}

const isRoom = (value: unknown): value is RoomInfo =>
  hasFields(value, 'id', 'name', 'members', 'present', 'owners', 'settings', 'topic');
