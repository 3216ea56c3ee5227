import { quoted } from '#text/quoted.ts';

import type { Desk } from './desk.ts';
import type { Given } from './form.ts';
import { parseTyped } from './parse.ts';
import { history } from './performing/history.ts';
import { msg } from './performing/speaking.ts';
import { join, leave, rooms, topic, who } from './performing/rooms.ts';
import { type CommandName, commandNamed } from './table.ts';
import { commandList, explanation } from './usage.ts';

/** How each command is carried out. */
const performers: Readonly<Record<CommandName, (desk: Desk, given: Given) => void>> = {
  rooms,
  join,
  leave,
  who,
  topic,
  msg,
  history,
  register: (desk, { password = '' }) => desk.register(password),
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
