/**
 * What a client asks for. `form`: what stands behind the name. The original's code wants commas; its README writes blanks,
 * or the name alone.
 */
export interface Command {
  readonly word: string;
  readonly form: 'comma' | 'blank' | 'bare';
  readonly rest: string;
}

export function parseCommand(text: string): Command {
  const [, word = '', sign, rest = ''] = /^([^, ]*)([, ])?(.*)$/s.exec(text) ?? [];
  return { word, form: sign === undefined ? 'bare' : sign === ',' ? 'comma' : 'blank', rest };
}

/** The only field, which is a name: some clients put a blank behind a comma, and no name begins or ends with one. */
export const nameField = ({ rest }: Command): string => trimmed(rest);

/** A name and a text, both kept to the last blank but for those of a name; `undefined`: there are not two, or one is empty. */
export function nameAndText({ form, rest }: Command): readonly [string, string] | undefined {
  const [, first = '', second = ''] = (form === 'comma' ? /^([^,]+),(.+)$/s : /^(\S+) +(.+)$/s).exec(rest) ?? [];
  const name = trimmed(first);
  // A client that puts a blank behind each comma puts one before the text.
  const text = form === 'comma' && first.startsWith(' ') ? second.replace(/^ /, '') : second;
  return name === '' || text === '' ? undefined : [name, text];
}

/** A name and a password, which is one word. */
export function nameAndPassword(command: Command): readonly [string, string] | undefined {
  const [name, password] = nameAndText(command) ?? [];
  return name === undefined || password === undefined || trimmed(password) === ''
    ? undefined
    : [name, trimmed(password)];
}

const trimmed = (field: string): string => field.replace(/^ +| +$/g, '');
