import type { Counted, Range, Readable } from '#chat/ports.ts';
import type { Entry, RoomId, Seq } from '#chat/event.ts';
import { entryOf } from './entry-row.ts';
import type { Progress } from './progress.ts';
import { firstIndexed, lastIndexed } from './room-index.ts';
import { entriesAtOnce } from './sql.ts';
import type { Statements } from './statements.ts';
import type { Tail } from './tail.ts';

/** The sources: the index by room, and the tail with what is not in it yet. */
export interface Sources {
  readonly on: Statements;
  readonly tail: Tail;
  readonly progress: Progress;
}

const none: readonly Seq[] = [];

/** Reads the entries of one room: first the index, then the tail. */
export function entriesOf(sources: Sources, room: RoomId, { after, before, limit, first }: Range): readonly Entry[] {
  return entriesAt(sources, (first ? firstSeqs : lastSeqs)(sources, room, after, before, limit));
}

/** Counts entries without reading them. */
export function countOf(sources: Sources, room: RoomId, range: Omit<Range, 'first'>): Counted {
  const seqs = firstSeqs(sources, room, range.after, range.before, range.limit);
  return { entries: seqs.length, upto: seqs.at(-1) ?? 0 };
}

/**
 * The first entries of several rooms together. From each room, only entries before the last one found so far are read,
 * so many rooms with long histories cost little more than one.
 */
export function mergedOf(sources: Sources, rooms: readonly Readable[], limit: number): readonly Entry[] {
  let found: readonly Seq[] = none;
  for (const { room, after, before } of rooms) {
    const last = found.length < limit ? undefined : found.at(-1);
    const end = last === undefined ? before : Math.min(before, last);
    const more = firstSeqs(sources, room, after, end, limit);
    if (more.length > 0) found = merge(found, more, limit);
  }
  return entriesAt(sources, found);
}

type Seqs = (sources: Sources, room: RoomId, after: Seq, before: Seq, limit: number) => readonly Seq[];

const firstSeqs: Seqs = ({ on, tail, progress }, room, after, before, limit) => {
  if (after >= progress.indexedAtMost) return tail.first(room, after, before, limit);
  const indexed = firstIndexed(on, room, after, before, limit);
  if (indexed.length === limit) return indexed;
  return indexed.concat(tail.first(room, after, before, limit - indexed.length));
};

const lastSeqs: Seqs = ({ on, tail, progress }, room, after, before, limit) => {
  const recent = tail.last(room, after, before, limit);
  if (recent.length === limit || after >= progress.indexedAtMost) return recent;
  return lastIndexed(on, room, after, before, limit - recent.length).concat(recent);
};

/** One query for many entries costs half of one query for each. */
function entriesAt({ on }: Sources, seqs: readonly Seq[]): readonly Entry[] {
  const found: Entry[] = [];
  for (let from = 0; from < seqs.length; from += entriesAtOnce) {
    const some: (Seq | null)[] = seqs.slice(from, from + entriesAtOnce);
    while (some.length < entriesAtOnce) some.push(null);
    const rows = on.entriesAt.all(...some);
    for (let nth = from; nth < seqs.length && nth < from + entriesAtOnce; nth++) {
      const row = rows[nth - from];
      if (row && row[0] !== null) found.push(entryOf(on, row, seqs[nth]));
    }
  }
  return found;
}

/** The first `limit` of two rising lists together; a seq in both (a private message in its room and an inbox) once. */
function merge(one: readonly Seq[], other: readonly Seq[], limit: number): readonly Seq[] {
  const merged: Seq[] = [];
  let [i, j] = [0, 0];
  while (merged.length < limit) {
    const [left, right] = [one[i] ?? Infinity, other[j] ?? Infinity];
    const next = Math.min(left, right);
    if (next === Infinity) break;
    merged.push(next);
    if (left === next) i++;
    if (right === next) j++;
  }
  return merged;
}
