import { type Millis, type Seq, timeOf } from '#chat/event.ts';
import { inboxOf } from '#chat/ports.ts';
import { type Find, type Found, type Hit, maxRanked } from '#chat/search/search-index.ts';
import { expressionOf, wordsExpression } from './expression.ts';
import type { LogSource } from './log-source.ts';
import { snippetOf } from './snippet.ts';
import type { WordTables } from './word-tables.ts';

/** Messages examined for one answer, at most; and the time in ms. */
const maxLooked = 4000;
const maxTime: Millis = 150;
/** With more rooms than this, examining the messages is cheaper than filtering by room. */
const fewRooms = 4;
const fewMessages = 64;

export interface Finding {
  readonly tables: WordTables;
  readonly log: LogSource;
  /** A monotonic clock in ms. */
  readonly elapsed: () => Millis;
}

/** Finds messages, the newest or the best first. The number examined is bounded: see `Found.next`. */
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

/** Matching messages of one table, in pages, the newest first. The asker may not be allowed to read all of them. */
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

/** The current message, if the asker may read it, its time matches, and it still contains the words. */
function hitOf(
  { log }: Finding,
  seq: Seq,
  { parts, without, after = -Infinity, before = Infinity, terms }: Find,
): Hit | undefined {
  const entry = log.entry(seq);
  if (entry?.event.kind !== 'message' || !entry.room || without.has(entry.from.id)) return undefined;
  const time = timeOf(entry);
  if (time < after || time >= before) return undefined;
  const rooms = [entry.room.id, ...(log.room(entry.room.id)?.pair ?? []).map(inboxOf)];
  if (!parts.some((part) => rooms.includes(part.room) && part.after < seq && seq < part.before)) return undefined;
  const snippet = snippetOf(entry.event.text, terms);
  return snippet && { seq, snippet };
}
