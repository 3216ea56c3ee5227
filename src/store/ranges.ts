import type { Entry, RoomId, Seq } from '#chat/event.ts';
import type { Range, Readable } from '#chat/store.ts';
import { entryOf } from './entry-row.ts';
import { integer } from './rows.ts';
import type { Statements } from './statements.ts';
import type { Tail } from './tail.ts';

/** Reads one room: the index by room first, then the tail, as if there were no border between them. */
export function entriesOf(on: Statements, tail: Tail, room: RoomId, range: Range): readonly Entry[] {
  const { after, before, limit, first } = range;
  if (first) {
    const indexed = on.firstOfRoom.all(room, after, before, limit).map(entryOf);
    return indexed.concat(tail.first(room, after, before, limit - indexed.length));
  }
  const recent = tail.last(room, after, before, limit);
  if (recent.length === limit) return recent;
  const indexed = on.lastOfRoom.all(room, after, before, limit - recent.length).map(entryOf);
  return indexed.reverse().concat(recent);
}

/** An entry at hand, or where to find it. */
type Found = Entry | { readonly seq: Seq };

/**
 * The first entries of several rooms together. Each room is asked only for what comes before the last one found so far,
 * so many rooms cost little more than one, however long their histories are.
 */
export function mergedOf(on: Statements, tail: Tail, rooms: readonly Readable[], limit: number): readonly Entry[] {
  let found: readonly Found[] = [];
  for (const { room, after, before } of rooms) {
    const last = found.length < limit ? undefined : found.at(-1);
    const end = last ? Math.min(before, last.seq) : before;
    const more = foundIn(on, tail, room, after, end, limit);
    if (more.length > 0) found = [...found, ...more].sort((one, other) => one.seq - other.seq).slice(0, limit);
  }
  return found.flatMap((each) => ('id' in each ? [each] : on.entry.all(each.seq).map(entryOf)));
}

function foundIn(on: Statements, tail: Tail, room: RoomId, after: Seq, before: Seq, limit: number): readonly Found[] {
  const indexed: Found[] = on.seqsOfRoom.all(room, after, before, limit).map((row) => ({ seq: integer(row[0]) }));
  return indexed.concat(tail.first(room, after, before, limit - indexed.length));
}
