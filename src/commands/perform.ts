import { quoted } from '#text/quoted.ts';

import { alone, type CommandContext, longLine } from './command-context.ts';
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
const performers: Readonly<Record<CommandName, (context: CommandContext, given: Given) => void>> = {
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
  register: (context, { password = '' }) => context.register(password),
  reset,
  news,
  help,
};

/** Carries out a line that begins with a slash. It is answered with one or several lines, to this session only. */
export function perform(context: CommandContext, line: string): void {
  if (line.length > longLine) alone(context, () => carryOut(context, line));
  else carryOut(context, line);
}

function carryOut(context: CommandContext, line: string): void {
  const { words } = context;
  const parsed = parseTyped(line, context.syntax);
  if (parsed.kind === 'command') performers[parsed.name](context, parsed.given);
  else if (parsed.kind === 'mistake') context.answer(() => words.mistake(parsed.sentence));
  else context.answer(() => words.unknown(`/${parsed.word}`, parsed.meant));
}

function help(context: CommandContext, { word }: Given): void {
  const { words } = context;
  if (word === undefined) return context.answer(() => [...words.help, ...commandList()]);
  const name = commandNamed(word.replace(/^\//, ''));
  context.answer(() =>
    name ? explanation(name) : words.mistake(`There is no command ${quoted(word)}. /help lists all.`),
  );
}
