import type { Given } from '#commands/form.ts';
import { parseTyped } from '#commands/parse.ts';
import { type CommandName, commandNamed } from '#commands/table.ts';
import { explanation } from '#commands/usage.ts';

import type { TalkDesk } from './desk.ts';
import { edit, history, me, msg, react, remove, reply, search } from './message-commands.ts';
import { ban, close, invite, kick, mute, rename, role, set, unban, uninvite, unmute } from './operator-commands.ts';
import { away, ignore, news, notify, read, register, reset, unignore, unread } from './own-commands.ts';
import { join, leave, rooms, topic, who } from './room-commands.ts';
import { helpWords } from './talk-words.ts';

/** How each command is carried out over this wire. */
const performers: Readonly<Record<CommandName, (desk: TalkDesk, given: Given) => void>> = {
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
  role,
  kick,
  ban,
  unban,
  uninvite,
  mute,
  unmute,
  set,
  rename,
  close,
  away,
  ignore,
  unignore,
  notify,
  news,
  register,
  reset,
  help,
};

/** Carries out a line that begins with a slash. */
export function perform(desk: TalkDesk, line: string): void {
  const parsed = parseTyped(line, { isRoom: (word) => desk.memory.isIn(word) });
  if (parsed.kind === 'command') return performers[parsed.name](desk, parsed.given);
  if (parsed.kind === 'mistake') return desk.show(parsed.sentence);
  const meant = parsed.meant === undefined ? '' : ` Did you mean /${parsed.meant}?`;
  desk.show(`Unknown command /${parsed.word}, not sent.${meant} /help lists all commands.`);
}

function help(desk: TalkDesk, { word }: Given): void {
  const name = word === undefined ? undefined : commandNamed(word.replace(/^\//, ''));
  if (word !== undefined && !name) return desk.show(`There is no command ${word}. /help lists all.`);
  for (const line of name ? explanation(name) : helpWords()) desk.show(line);
}
