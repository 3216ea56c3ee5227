/**
 * The most lines of one message that a dialect shows separately, each after the sender's name; the rest stays in the
 * last one. Bounded, because each repeated name costs bytes for every receiver.
 */
export const maxLines = 64;

/** The most lines in which a text is shown. */
export function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1 && count < maxLines; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * The lines in which a text is shown; what exceeds `maxLines` stays in the last one, with its line feeds. With the
 * sender's name before each, nobody can forge a line of somebody else.
 */
export function linesOf(text: string): readonly string[] {
  const all = text.split(/\r?\n/);
  return all.length <= maxLines ? all : [...all.slice(0, maxLines - 1), all.slice(maxLines - 1).join('\n')];
}
