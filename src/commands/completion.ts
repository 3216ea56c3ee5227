import { choices, type Completion, type Field, type FieldName, fieldKinds } from './form.ts';
import { commandForms, commandNamed, commandNames } from './table.ts';

/** The word just before the cursor. */
export interface Completing {
  /** The start of the unfinished word. */
  readonly from: number;
  readonly begun: string;
  /** The possible kinds of the word, by the form of the command. */
  readonly kinds: readonly Completion[];
}

/** The kinds of completions at the cursor: in a command by its form, elsewhere names and rooms. */
export function completingAt(line: string, cursor: number): Completing {
  const left = line.slice(0, cursor);
  const begun = /\S*$/u.exec(left)?.[0] ?? '';
  const from = left.length - begun.length;
  const [word = '', ...typed] = left.slice(0, from).trim().split(/\s+/u);
  if (from === 0 && begun.startsWith('/')) return { from: 1, begun: begun.slice(1), kinds: ['command'] };
  const name = word.startsWith('/') ? commandNamed(word.slice(1)) : undefined;
  if (!name) return { from, begun, kinds: word.startsWith('/') ? [] : ['person', 'room'] };
  return { from, begun, kinds: kindsAt(commandForms[name].fields, typed) };
}

/** `typed`: the words between the command and the unfinished one. */
function kindsAt(fields: readonly Field[], typed: readonly string[]): readonly Completion[] {
  const names = fields.map(fieldOf);
  const given = typed.some((each) => each.startsWith('#'));
  const others = names.filter((each) => each !== 'room');
  const behind = names.includes('room') ? typed.filter((each) => !each.startsWith('#')) : typed;
  const field = others[Math.min(behind.length, others.length - 1)];
  const isOpen = field !== undefined && (behind.length < others.length || fieldKinds[field].rest === true);
  const kinds = isOpen ? (fieldKinds[field].completes ?? []) : [];
  return names.includes('room') && !given ? [...kinds, 'room'] : kinds;
}

const fieldOf = (field: Field): FieldName => (typeof field === 'string' ? field : field.maybe);

/** Completions of the kinds that do not depend on users and rooms. */
export function fixedWords(kind: Exclude<Completion, 'person' | 'room'>): readonly string[] {
  return kind === 'command' ? commandNames : choices[kind];
}
