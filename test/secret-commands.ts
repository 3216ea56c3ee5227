import { type Field, type FieldName, fieldKinds } from '#commands/form.ts';
import { commandForms, commandNamed, commandWords } from '#commands/table.ts';

const nameOf = (field: Field): FieldName => (typeof field === 'string' ? field : field.maybe);

/** What is typed for a field, or several things; undefined: it may be left out. */
function typedFor(field: Field): readonly (string | undefined)[] {
  const name = nameOf(field);
  const left = typeof field === 'string' || fieldKinds[name].secret ? [] : [undefined];
  if (fieldKinds[name].secret) return ['s3cret'];
  if (name === 'room') return [...left, '#tea'];
  // Of the settings of a room, this one is secret.
  return name === 'setting' ? ['key'] : name === 'value' ? ['s3cret'] : [...left, 'word'];
}

const together = (fields: readonly Field[]): readonly (readonly string[])[] =>
  fields.reduce<readonly (readonly string[])[]>(
    (lines, field) =>
      lines.flatMap((line) => typedFor(field).map((word) => (word === undefined ? line : [...line, word]))),
    [[]],
  );

/** The words of every command in which something is secret, here `s3cret`, under each of its names, in lower and upper case. */
export const secretCommands: readonly (readonly string[])[] = commandWords.flatMap((word) => {
  const name = commandNamed(word);
  const lines = name === undefined ? [] : together(commandForms[name].fields);
  return lines
    .filter((line) => line.includes('s3cret'))
    .flatMap((line) => [word, word.toUpperCase()].map((written) => [`/${written}`, ...line]));
});
