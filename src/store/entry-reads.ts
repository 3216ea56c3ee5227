import type { EntryReads } from '#chat/ports.ts';
import type { Memory } from './batches.ts';
import { mentionsOf, recentRoomsOf, saidOf } from './count-said.ts';
import { entryOf } from './entry-row.ts';
import { countOf, entriesOf, mergedOf } from './ranges.ts';
import { integer } from './row-values.ts';
import { timeRangesOf } from './time-ranges.ts';

export function createEntryReads(memory: Memory): EntryReads {
  const { on } = memory;
  return {
    entry(seq) {
      const row = on.entry.get(seq);
      return row && entryOf(on, row);
    },
    log: (after, limit) => on.log.all(after, limit).map((row) => entryOf(on, row)),
    textChanges: (after, upto, limit) => on.textChanges.all(after, upto, limit).map((row) => entryOf(on, row)),
    audit({ after, before, limit, first }) {
      const rows = (first ? on.auditFirst : on.auditLast).all(after, Math.min(before, Number.MAX_SAFE_INTEGER), limit);
      return (first ? rows : rows.toReversed()).map((row) => entryOf(on, row));
    },
    entries: (room, range) => entriesOf(memory, room, range),
    timeRanges: (since, until) => timeRangesOf(memory, since, until),
    count: (room, range) => countOf(memory, room, range),
    directs: (user, limit) => on.directs.all(user, limit).map((row) => integer(row[0])),
    directsAfter: (user, after, limit) => on.directsAfter.all(user, after, limit).map((row) => integer(row[0])),
    said: (range) => saidOf(memory, range),
    mentions: (range) => mentionsOf(memory, range),
    recentRooms: (account, before, limit) => recentRoomsOf(memory, account, before, limit),
    merged: (rooms, limit) => mergedOf(memory, rooms, limit),
  };
}
