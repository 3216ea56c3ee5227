import type { Given } from '#commands/form.ts';
import { parseTyped } from '#commands/parse.ts';
import { type CommandName, commandNamed } from '#commands/table.ts';
import { explanation } from '#commands/usage.ts';

import type { TalkContext } from './talk-context.ts';
import { edit, history, me, msg, react, remove, reply, search } from './message-commands.ts';
import { ban, close, invite, kick, mute, rename, role, set, unban, uninvite, unmute } from './operator-commands.ts';
import { away, ignore, news, notify, read, register, reset, unignore, unread } from './own-commands.ts';
import { join, leave, rooms, topic, who } from './room-commands.ts';
import { helpWords } from './talk-words.ts';

/** How each command is carried out over this wire. */
const performers: Readonly<Record<CommandName, (context: TalkContext, given: Given) => void>> = {
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
export function perform(context: TalkContext, line: string): void {
  const parsed = parseTyped(line, { isRoom: (word) => context.memory.isIn(word) });
  if (parsed.kind === 'command') return performers[parsed.name](context, parsed.given);
  if (parsed.kind === 'mistake') return context.show(parsed.sentence);
  const meant = parsed.meant === undefined ? '' : ` Did you mean /${parsed.meant}?`;
  context.show(`Unknown command /${parsed.word}, not sent.${meant} /help lists all commands.`);
}

function help(context: TalkContext, { word }: Given): void {
  const name = word === undefined ? undefined : commandNamed(word.replace(/^\//, ''));
  if (word !== undefined && !name) return context.show(`There is no command ${word}. /help lists all.`);
  for (const line of name ? explanation(name) : helpWords()) context.show(line);
}
