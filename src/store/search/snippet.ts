import type { SearchTerm, Snippet } from '#chat/search/search-index.ts';
import { type Word, wordsOf } from '#text/words.ts';

/** UTF-16 code units of a snippet, and how many of them stand before the first word that was found. */
const longest = 200;
const before = 60;
/** Places that are marked in one snippet. */
const maxRanges = 32;

/**
 * The part of a text around the first of the words that were searched for. Without such words, its beginning. Undefined if the
 * text does not have them: it has changed since it was put into the index.
 */
export function snippetOf(text: string, terms: readonly SearchTerm[]): Snippet | undefined {
  const wanted = terms.filter(({ not }) => !not);
  const words = wordsOf(text);
  const found = wanted.flatMap((term) => placesOf(term, words));
  if (wanted.length > 0 && found.length === 0) return undefined;
  const ranges = apart(found);
  const start = beginning(text, ranges[0]?.[0] ?? 0);
  const end = whole(text, Math.min(text.length, start + longest));
  const shown = ranges.filter(([from, to]) => from >= start && to <= end).slice(0, maxRanges);
  return {
    text: text.slice(start, end),
    start,
    ranges: shown.map(([from, to]) => [from - start, to - start]),
    cut: { before: start > 0, after: end < text.length },
  };
}

/** Where a term stands: words that follow each other. */
function placesOf({ words: wanted, prefix }: SearchTerm, words: readonly Word[]): [number, number][] {
  const places: [number, number][] = [];
  for (let at = 0; at + wanted.length <= words.length && places.length < maxRanges; at++) {
    const fits = wanted.every((word, index) => {
      const found = words[at + index]?.word ?? '';
      return prefix && index === wanted.length - 1 ? found.startsWith(word) : found === word;
    });
    const [first, last] = [words[at], words[at + wanted.length - 1]];
    if (fits && first && last) places.push([first.start, last.end]);
  }
  return places;
}

/** Sorted, and those that overlap made one. */
function apart(places: readonly (readonly [number, number])[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const [start, end] of places.toSorted(([one], [other]) => one - other)) {
    const last = ranges.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
}

/** The beginning of a word, some way before that place; the text's beginning if it is near. */
function beginning(text: string, place: number): number {
  if (place <= before) return 0;
  const from = place - before;
  const space = text.slice(from, place).search(/\s\S/u);
  return space < 0 ? whole(text, from) : from + space + 1;
}

/** Does not cut a surrogate pair. */
const whole = (text: string, place: number): number => (/[\udc00-\udfff]/.test(text[place] ?? '') ? place - 1 : place);
