import { quoted } from '#text/quoted.ts';

import type { Desk } from './desk.ts';
import type { Given } from './form.ts';
import { parseTyped } from './parse.ts';
import { history, search } from './performing/history.ts';
import { edit, me, msg, react, remove, reply } from './performing/messages.ts';
import { ban, mute, unban, uninvite, unmute } from './performing/lists.ts';
import { close, invite, kick, rename, role } from './performing/operators.ts';
import { set } from './performing/settings.ts';
import { join, leave, rooms, topic, who } from './performing/rooms.ts';
import { away, ignore, news, notify, read, reset, unignore, unread } from './performing/yourself.ts';
import { type CommandName, commandNamed } from './table.ts';
import { commandList, explanation } from './usage.ts';

/** How each command is carried out. */
const performers: Readonly<Record<CommandName, (desk: Desk, given: Given) => void>> = {
  rooms,
  join,
  leave,
  who,
  topic,
  unread,
  read,
  msg,
  me,
  reply,
  edit,
  delete: remove,
  react,
  history,
  search,
  invite,
  uninvite,
  role,
  kick,
  ban,
  unban,
  mute,
  unmute,
  set,
  rename,
  close,
  away,
  ignore,
  unignore,
  notify,
  register: (desk, { password = '' }) => desk.register(password),
  reset,
  news,
  help,
};

/** Carries out a line that begins with a slash. Every answer is a sentence, or lines, to this session alone. */
export function perform(desk: Desk, line: string): void {
  const { words } = desk;
  const parsed = parseTyped(line, desk.manner);
  if (parsed.kind === 'command') performers[parsed.name](desk, parsed.given);
  else if (parsed.kind === 'mistake') desk.answer(() => words.mistake(parsed.sentence));
  else desk.answer(() => words.unknown(`/${parsed.word}`, parsed.meant));
}

function help(desk: Desk, { word }: Given): void {
  const { words } = desk;
  if (word === undefined) return desk.answer(() => [...words.help, ...commandList()]);
  const name = commandNamed(word.replace(/^\//, ''));
  desk.answer(() =>
    name ? explanation(name) : words.mistake(`There is no command ${quoted(word)}. /help lists all.`),
  );
}
