import type { SearchTerm, Snippet } from '#chat/search/search-index.ts';
import { type Word, wordsOf } from '#text/words.ts';

/** UTF-16 code units of a snippet, and how many of them precede the first found word. */
const longest = 200;
const before = 60;
/** Marked places in one snippet, at most. */
const maxRanges = 32;

/**
 * The part of a text around the first found word; the beginning of the text if the query has no words. Undefined if the
 * text does not contain the words: it has changed since it was indexed.
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

/** Finds a term, which is a sequence of words. */
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

/** Sorts places, and merges overlapping ones. */
function apart(places: readonly (readonly [number, number])[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const [start, end] of places.toSorted(([one], [other]) => one - other)) {
    const last = ranges.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
}

/** The beginning of a word some characters before a place; or the text's beginning if it is near. */
function beginning(text: string, place: number): number {
  if (place <= before) return 0;
  const from = place - before;
  const space = text.slice(from, place).search(/\s\S/u);
  return space < 0 ? whole(text, from) : from + space + 1;
}

/** Never splits a surrogate pair. */
const whole = (text: string, place: number): number => (/[\udc00-\udfff]/.test(text[place] ?? '') ? place - 1 : place);
