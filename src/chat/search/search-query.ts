import type { Millis } from '#chat/event.ts';
import { wordsOf } from '#text/words.ts';
import { timeNamed } from './search-time.ts';
import type { SearchTerm } from './search-index.ts';

/** What a user searches for. */
export interface SearchQuery {
  readonly terms: readonly SearchTerm[];
  /** Names as written. `in`: a channel, or a user for the private messages with them. */
  readonly from: string | undefined;
  readonly in: string | undefined;
  readonly after: Millis | undefined;
  readonly before: Millis | undefined;
  readonly ranked: boolean;
}

/** UTF-16 code units of a query, and words in it. */
export const maxQuery = 512;
const maxWords = 16;

/** For help. */
const searchForms =
  'words, "a phrase", begin*, -without, from:NAME, in:#ROOM or in:NAME, after:2026-11-20, before:2026-11-20, sort:best';

/** A query that cannot be searched for. `error`: a sentence for the user. */
export interface InvalidQuery {
  readonly error: string;
}

/** A piece of a query: `-key:"some words"*`; sign, key, quotes and star may be missing. */
const piece = /(-?)(?:(from|in|after|before|sort):)?(?:"([^"]*)"?|([^\s"]+))(\*?)/giu;

const filterAlone = /^(from|in|after|before|sort):$/i;

/** A query as a user types it: see `searchForms`. `now`: for times such as `today`. */
export function parseQuery(text: string, now: Millis): SearchQuery | InvalidQuery {
  if (text.length > maxQuery) return { error: `A search has at most ${maxQuery} characters.` };
  const terms: SearchTerm[] = [];
  const filters: Record<string, string> = {};
  for (const [, sign = '', key, quoted, bare, star = ''] of text.matchAll(piece)) {
    const value = quoted ?? bare ?? '';
    // Nothing after the colon, or a space.
    const [, alone] = (key === undefined && quoted === undefined && filterAlone.exec(value)) || [];
    const filter = (key ?? alone)?.toLowerCase();
    if (filter !== undefined) {
      if (filters[filter] !== undefined) return { error: `Give ${filter}: only once.` };
      filters[filter] = alone === undefined ? value : '';
      continue;
    }
    const words = wordsOf(value).map(({ word }) => word);
    if (words.length > 0)
      terms.push({ words, prefix: star !== '' || (quoted === undefined && value.endsWith('*')), not: sign !== '' });
  }
  return judged(terms, filters, now);
}

/** What a query names with `in:`; the whole query if it names nothing: for the sentence about a refused search. */
export function placeIn(query: string): string {
  const parsed = parseQuery(query, 0);
  return ('in' in parsed ? parsed.in : undefined) ?? query;
}

function judged(
  terms: readonly SearchTerm[],
  { from, in: room, after, before, sort }: Readonly<Record<string, string>>,
  now: Millis,
): SearchQuery | InvalidQuery {
  if (terms.reduce((sum, { words }) => sum + words.length, 0) > maxWords) {
    return { error: `A search has at most ${maxWords} words.` };
  }
  if (from === '' || room === '') return { error: 'A name is missing: write from:alice, or in:#lobby.' };
  if (sort !== undefined && sort !== 'best' && sort !== 'new') return { error: 'Write sort:best, or sort:new.' };
  const times = { after: timeNamed(after, now), before: timeNamed(before, now) };
  for (const [key, time] of Object.entries(times)) {
    if (Number.isNaN(time)) return { error: `Write ${key}:2026-11-20, ${key}:"2026-11-20 21:31", or ${key}:7d.` };
  }
  const narrowed = from !== undefined || room !== undefined || times.after !== undefined || times.before !== undefined;
  if (terms.every(({ not }) => not) && !(narrowed && terms.length === 0)) {
    return { error: terms.length > 0 ? 'Name a word that must be there, too.' : `Search for ${searchForms}.` };
  }
  return { terms, from, in: room, ...times, ranked: sort === 'best' };
}
