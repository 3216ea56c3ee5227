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

/** The first field and all behind it, commas and blanks kept; `undefined`: there are not two, or one is empty. */
export function twoFields({ form, rest }: Command): readonly [string, string] | undefined {
  const [, first, second] = (form === 'comma' ? /^([^,]+),(.+)$/s : /^(\S+) +(.+)$/s).exec(rest) ?? [];
  return first === undefined || second === undefined ? undefined : [first, second];
}
