import { visible } from './visible.ts';

/** Code points of the longest possible name (`#chat/names/names.ts`), without a channel's `#`. */
const maxNamePoints = 32;

/** Quotes a peer's text: one line, made visible, no longer than the longest name. */
export function quoted(word: string): string {
  const most = word.startsWith('#') ? maxNamePoints + 1 : maxNamePoints;
  // A code point has at most two units; this avoids splitting a long text for its first few.
  const points = [...word.slice(0, 4 * maxNamePoints)];
  return visible(points.length > most ? `${points.slice(0, most).join('')}…` : points.join(''));
}
