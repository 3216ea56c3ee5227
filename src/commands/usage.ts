import { leastRank } from '#chat/rights/rights.ts';

import { wrapped } from '#text/wrap-words.ts';

import { type CommandForm, type Field, fieldKinds, type Group } from './form.ts';
import { type CommandName, commandForms, commandNames } from './table.ts';

/** `/topic [#ROOM] [TEXT]`. */
export const usageOf = (name: CommandName): string => [`/${name}`, ...commandForms[name].fields.map(shown)].join(' ');

const shown = (field: Field): string =>
  typeof field === 'string' ? fieldKinds[field].shown : `[${fieldKinds[field.maybe].shown}]`;

/** The answer to a command with a missing or wrong word. */
export function needsOf(name: CommandName, { needs, example }: CommandForm): string {
  if (needs === undefined || example === undefined) return `The form is ${usageOf(name)}.`;
  return `/${name} needs ${needs}, as in /${name} ${example}.`;
}

/** Explains one command. */
export function explanation(name: CommandName): readonly string[] {
  const { help, example, act } = commandForms[name];
  const lines = [`${usageOf(name)} ${help}.`];
  if (example !== undefined) lines.push(`As in /${name} ${example}`);
  const rank = act && leastRank(act);
  if (rank === 'operator' || rank === 'owner') lines.push(`For the ${rank}s of the room.`);
  return lines;
}

/** Columns of a line of commands, with space for the time before it. */
const listColumns = 74;

/** All commands by group, in lines that fit a terminal. */
export function commandList(): readonly string[] {
  const groups = Map.groupBy(commandNames, (name): Group => commandForms[name].group);
  const lines = [...groups].flatMap(([group, names]) => {
    const words = names.map((name) => `/${name}`).join(' ');
    return wrapped(words, listColumns - `For ${group}: `.length).map((row) => `For ${group}: ${row}`);
  });
  return [...lines, '/help COMMAND explains one, as in /help join.'];
}
