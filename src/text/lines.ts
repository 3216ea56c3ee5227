/**
 * Lines of one message that a dialect may show apart, each behind its speaker's name; what is beyond stays in the last
 * one. Bounded, because the name costs bytes to everybody who hears it.
 */
export const maxLines = 64;

/** In how many lines a text is shown at most. */
export function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1 && count < maxLines; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * The lines a text is shown in; what is beyond `maxLines` stays in the last one, with its line feeds. A name before each
 * keeps anybody from writing a line for somebody else.
 */
export function linesOf(text: string): readonly string[] {
  const all = text.split(/\r?\n/);
  return all.length <= maxLines ? all : [...all.slice(0, maxLines - 1), all.slice(maxLines - 1).join('\n')];
}
