import { type CommandForm, type Field, fieldKinds, type Group } from './form.ts';
import { type CommandName, commandForms, commandNames } from './table.ts';

/** `/topic [#ROOM] [TEXT]`. */
export const usageOf = (name: CommandName): string => [`/${name}`, ...commandForms[name].fields.map(shown)].join(' ');

const shown = (field: Field): string =>
  typeof field === 'string' ? fieldKinds[field].shown : `[${fieldKinds[field.maybe].shown}]`;

/** Answers somebody who left a word out or wrote a wrong one. */
export function needsOf(name: CommandName, { needs, example }: CommandForm): string {
  if (needs === undefined || example === undefined) return `The form is ${usageOf(name)}.`;
  return `/${name} needs ${needs}, as in /${name} ${example}.`;
}

/** Explains one command. */
export function explanation(name: CommandName): readonly string[] {
  const { help, example } = commandForms[name];
  const sentence = `${usageOf(name)} ${help}.`;
  return example === undefined ? [sentence] : [sentence, `As in /${name} ${example}`];
}

/** All commands by group, a line for each. */
export function commandList(): readonly string[] {
  const groups = Map.groupBy(commandNames, (name): Group => commandForms[name].group);
  const lines = [...groups].map(([group, names]) => `For ${group}: ${names.map((name) => `/${name}`).join(' ')}`);
  return [...lines, '/help COMMAND explains one, as in /help join.'];
}
