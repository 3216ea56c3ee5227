import type { Counted, Range, Readable } from '#chat/ports.ts';
import type { Entry, RoomId, Seq } from '#chat/event.ts';
import { entryOf } from './entry-row.ts';
import type { Progress } from './progress.ts';
import { integer } from './rows.ts';
import type { Statements } from './statements.ts';
import type { Tail } from './tail.ts';

/** What is read from: the index by room up to `progress.indexed`, and the tail from there on. */
export interface Sources {
  readonly on: Statements;
  readonly tail: Tail;
  readonly progress: Progress;
}

/** Reads one room: the index first, then the tail, as if there were no border between them. */
export function entriesOf({ on, tail, progress }: Sources, room: RoomId, range: Range): readonly Entry[] {
  const { after, before, limit, first } = range;
  if (after >= progress.indexed) return tail[first ? 'first' : 'last'](room, after, before, limit);
  if (first) {
    const indexed = on.firstOfRoom.all(room, after, before, limit).map(entryOf);
    return indexed.concat(tail.first(room, after, before, limit - indexed.length));
  }
  const recent = tail.last(room, after, before, limit);
  if (recent.length === limit) return recent;
  const indexed = on.lastOfRoom.all(room, after, before, limit - recent.length).map(entryOf);
  return indexed.reverse().concat(recent);
}

/** Counts without reading the entries themselves. */
export function countOf({ on, tail, progress }: Sources, room: RoomId, range: Omit<Range, 'first'>): Counted {
  const { after, before, limit } = range;
  const row = after < progress.indexed ? on.countOfRoom.get(room, after, before, limit) : undefined;
  const indexed: Counted = row ? { entries: integer(row[0]), upto: integer(row[1]) } : { entries: 0, upto: 0 };
  const recent = tail.first(room, after, before, limit - indexed.entries);
  return { entries: indexed.entries + recent.length, upto: recent.at(-1)?.seq ?? indexed.upto };
}

/** An entry at hand, or where to find it. */
type Found = Entry | { readonly seq: Seq };

/**
 * The first entries of several rooms together. Each room is asked only for what comes before the last one found so far,
 * so many rooms cost little more than one, however long their histories are.
 */
export function mergedOf(sources: Sources, rooms: readonly Readable[], limit: number): readonly Entry[] {
  let found: readonly Found[] = [];
  for (const { room, after, before } of rooms) {
    const last = found.length < limit ? undefined : found.at(-1);
    const end = last ? Math.min(before, last.seq) : before;
    const more = foundIn(sources, room, after, end, limit);
    if (more.length > 0) found = merge(found, more, limit);
  }
  return found.flatMap((each) => ('id' in each ? [each] : sources.on.entry.all(each.seq).map(entryOf)));
}

function foundIn(sources: Sources, room: RoomId, after: Seq, before: Seq, limit: number): readonly Found[] {
  const { on, tail, progress } = sources;
  if (after >= progress.indexed) return tail.first(room, after, before, limit);
  const indexed: Found[] = on.seqsOfRoom.all(room, after, before, limit).map((row) => ({ seq: integer(row[0]) }));
  return indexed.concat(tail.first(room, after, before, limit - indexed.length));
}

/** The first `limit` of two rising lists together; what is in both, a private word in its room and an inbox, once. */
function merge(one: readonly Found[], other: readonly Found[], limit: number): readonly Found[] {
  const merged: Found[] = [];
  let [i, j] = [0, 0];
  while (merged.length < limit) {
    const [left, right] = [one[i], other[j]];
    const next = !right || (left && left.seq < right.seq) ? left : right;
    if (!next) break;
    merged.push(next);
    if (left?.seq === next.seq) i++;
    if (right?.seq === next.seq) j++;
  }
  return merged;
}
