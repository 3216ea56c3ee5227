/**
 * A client's command. `form`: what follows the name. The original's code needs commas; its README uses spaces, or the
 * name alone.
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

/** The only field, a name. Spaces around it are dropped, because some clients put a space after a comma. */
export const nameField = ({ rest }: Command): string => trimmed(rest);

/**
 * A name and a text. Only spaces around the name are dropped. Undefined if there are not two fields, or one is empty.
 */
export function nameAndText({ form, rest }: Command): readonly [string, string] | undefined {
  const [, first = '', second = ''] = (form === 'comma' ? /^([^,]+),(.+)$/s : /^(\S+) +(.+)$/s).exec(rest) ?? [];
  const name = trimmed(first);
  // A client that puts a space after each comma puts one before the text.
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
