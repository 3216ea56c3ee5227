/** Whether a mask, as a user wrote it, matches every name of two characters and more. */
export const matchesEverybody = (text: string): boolean =>
  /^[*?]*\*[*?]*$/.test(text.normalize('NFKC')) && text.replaceAll(/[^?？]/g, '').length <= 2;

/** The warning about such a mask, before it is banned or muted. */
export const everybodySentence = 'It matches every name, also of people who come later.';

/**
 * Parses the reason of a ban: `yes` at its beginning confirms that everybody is meant. `why`: the reason without `yes`.
 */
export function sureOf(reason: string | undefined): { readonly isSure: boolean; readonly why: string | undefined } {
  const found = /^yes(?:[\s,]+(.+))?$/isu.exec(reason?.trim() ?? '');
  return found ? { isSure: true, why: found[1] } : { isSure: false, why: reason };
}
