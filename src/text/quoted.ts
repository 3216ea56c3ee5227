import { visible } from './visible.ts';

/** Code points of the longest name there can be (`#chat/names.ts`), without a channel's `#`. */
const maxNamePoints = 32;

/** Somebody's own words quoted back: one line, visible, and no longer than a name of a user or a channel can be. */
export function quoted(word: string): string {
  const most = word.startsWith('#') ? maxNamePoints + 1 : maxNamePoints;
  // A code point has two units at most, and what is as long as a line is not taken apart for its first few.
  const points = [...word.slice(0, 4 * maxNamePoints)];
  return visible(points.length > most ? `${points.slice(0, most).join('')}…` : points.join(''));
}
