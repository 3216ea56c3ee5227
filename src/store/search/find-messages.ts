import { type Millis, type Seq, timeOf } from '#chat/event.ts';
import { inboxOf } from '#chat/ports.ts';
import { type Find, type Found, type Hit, maxRanked } from '#chat/search/search-index.ts';
import { expressionOf, wordsExpression } from './expression.ts';
import type { LogSource } from './log-source.ts';
import { snippetOf } from './snippet.ts';
import type { WordTables } from './word-tables.ts';

/** Messages that are looked at for one answer, and ms. */
const maxLooked = 4000;
const maxTime: Millis = 150;
/** With more rooms than this, it is cheaper to look at so few messages than to look up in which rooms they are. */
const fewRooms = 4;
const fewMessages = 64;

export interface Finding {
  readonly tables: WordTables;
  readonly log: LogSource;
  /** Milliseconds since some moment. */
  readonly elapsed: () => Millis;
}

/** Finds messages, the newest first or the best. Looks at so many, and not all: see `Found.next`. */
export function findMessages(from: Finding, find: Find): Found {
  if (find.parts.length === 0) return { hits: [], next: undefined };
  return find.ranked ? findBest(from, find) : findNewest(from, find);
}

function findNewest(from: Finding, find: Find): Found {
  const { tables, elapsed } = from;
  const ends = elapsed() + maxTime;
  const hits: Hit[] = [];
  let { below } = find;
  let looked = 0;
  for (const number of tables.below(below)) {
    for (const seqs of candidates(from, find, number, below)) {
      for (const seq of seqs) {
        below = seq;
        const hit = hitOf(from, seq, find);
        if (hit) hits.push(hit);
        if (hits.length === find.limit) return { hits, next: below };
      }
      looked += seqs.length;
      if (looked >= maxLooked || elapsed() > ends) return { hits, next: below };
    }
    below = Math.min(below, tables.beginOf(number));
    if (elapsed() > ends) return { hits, next: below };
  }
  return { hits, next: undefined };
}

/** The messages of one table that match, page by page, the newest first. Not all of them are where the asker may read. */
function* candidates({ tables }: Finding, find: Find, number: number, from: Seq): Iterable<readonly Seq[]> {
  const words = wordsExpression(find);
  if (words !== undefined && find.parts.length > fewRooms) {
    const anywhere = tables.newest(number, words, from, fewMessages);
    if (anywhere.length < fewMessages) return yield anywhere;
  }
  const expression = expressionOf(find);
  const wanted = Math.max(16, 2 * find.limit);
  for (let below = from; ;) {
    const seqs = tables.newest(number, expression, below, wanted);
    yield seqs;
    if (seqs.length < wanted) return;
    below = seqs.at(-1) ?? 0;
  }
}

function findBest(from: Finding, find: Find): Found {
  const { tables, elapsed } = from;
  const ends = elapsed() + maxTime;
  const expression = expressionOf(find);
  const scores: (readonly [Seq, number])[] = [];
  for (const number of tables.below(find.below)) {
    scores.push(...tables.ranked(number, expression, find.below, maxRanked - scores.length));
    if (scores.length === maxRanked || elapsed() > ends) break;
  }
  const hits: Hit[] = [];
  for (const [seq] of scores.sort(([, one], [, other]) => one - other).slice(0, maxLooked)) {
    const hit = hitOf(from, seq, find);
    if (hit) hits.push(hit);
    if (hits.length === find.limit) break;
  }
  return { hits, next: undefined };
}

/** The message as it is now, if it is where the asker may read, of that time, and still has the words. */
function hitOf(
  { log }: Finding,
  seq: Seq,
  { parts, after = -Infinity, before = Infinity, terms }: Find,
): Hit | undefined {
  const entry = log.entry(seq);
  if (entry?.event.kind !== 'message' || !entry.room) return undefined;
  const time = timeOf(entry);
  if (time < after || time >= before) return undefined;
  const rooms = [entry.room.id, ...(log.room(entry.room.id)?.pair ?? []).map(inboxOf)];
  if (!parts.some((part) => rooms.includes(part.room) && part.after < seq && seq < part.before)) return undefined;
  const snippet = snippetOf(entry.event.text, terms);
  return snippet && { seq, snippet };
}
