import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { dataOption } from './data-directory.ts';
import { reportingRefusals } from './report-refusals.ts';
import { change, doneJson } from './report-change.ts';

export const roomTopicCommand: Command = {
  name: 'rooms topic',
  args: 'ROOM [TEXT …]',
  count: [1, 1000],
  summary: 'set the topic of a room, or remove it',
  about: 'The topic is one line. polylogue rooms shows the topics of all rooms.',
  options: { remove: { help: 'remove the topic' }, json: doneJson, data: dataOption },
  examples: ["polylogue rooms topic '#seminar' 'Chapter 3, at ten'", "polylogue rooms topic '#seminar' --remove"],
  run: (given, stdio) => reportingRefusals('rooms topic', stdio, () => setTopic(given, stdio)),
};

async function setTopic(given: Given, stdio: Stdio): Promise<number> {
  const [room = '', ...words] = given.positionals;
  const text = words.join(' ').trim();
  const removes = given.values['remove'] === true;
  if (removes && text !== '') throw new UsageError('--remove takes no TEXT.');
  if (!removes && text === '') throw new UsageError('TEXT is missing; --remove removes the topic.');
  return change(
    given,
    stdio,
    { kind: 'room-topic', room, text },
    { did: 'rooms topic', room, topic: text },
    (answer) => {
      const place = answer.room ?? room;
      return removes ? `${place} has no topic now.` : `The topic of ${place} is now: ${text}`;
    },
  );
}

export const roomRenameCommand: Command = {
  name: 'rooms rename',
  args: 'ROOM NEW',
  count: [2, 2],
  summary: 'give a room another name',
  about: `Members, messages, roles, settings and lists stay the same; all members are told. #lobby keeps its name.`,
  options: { json: doneJson, data: dataOption },
  examples: ["polylogue rooms rename '#seminar' '#seminar-2026'"],
  run: (given, stdio) => reportingRefusals('rooms rename', stdio, () => renameRoom(given, stdio)),
};

async function renameRoom(given: Given, stdio: Stdio): Promise<number> {
  const [room = '', name = ''] = given.positionals;
  const what = { did: 'rooms rename', before: room };
  return change(
    given,
    stdio,
    { kind: 'room-rename', room, name },
    what,
    (answer) => `${room} is ${answer.room ?? name} now.`,
  );
}

export const roomCloseCommand: Command = {
  name: 'rooms close',
  args: 'ROOM',
  count: [1, 1],
  summary: 'close a room and remove all its members',
  about: `Removes its members, settings, lists and invitations, and frees its name. Its messages stay in
the log: "polylogue history" lists closed rooms, and shows them by number. It cannot be undone.`,
  options: {
    reason: { value: 'TEXT', help: 'shown to the members' },
    json: doneJson,
    data: dataOption,
  },
  examples: ["polylogue rooms close '#seminar' --reason 'the term is over'"],
  run: (given, stdio) => reportingRefusals('rooms close', stdio, () => closeRoom(given, stdio)),
};

async function closeRoom(given: Given, stdio: Stdio): Promise<number> {
  const [room = ''] = given.positionals;
  const reason = textOf(given.values, 'reason');
  const what = { did: 'rooms close', room, reason };
  return change(
    given,
    stdio,
    { kind: 'room-close', room, reason },
    what,
    (answer) => `${answer.room ?? room} is closed.`,
  );
}
