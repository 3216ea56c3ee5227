import { type Entry, isChannel, type UserId } from '#chat/event.ts';
import type { Progress } from './progress.ts';
import { entryOf } from './entry-row.ts';
import { lastIndexedSeq } from './room-index.ts';
import { integer } from './row-values.ts';
import type { Statements } from './statements.ts';
import type { Tail } from './tail.ts';

/** Reloads the data kept in memory from the tables: at the start, and after a rollback. */
export function loadMemory(on: Statements, tail: Tail, progress: Progress): void {
  tail.clear();
  progress.load(on);
  for (const row of on.entriesAfter.iterate(progress.indexed)) {
    const entry = entryOf(on, row);
    tail.add(entry, inboxesOf(on, entry));
    if (entry.seq > progress.saved) progress.advance(entry, runIdOf(entry.id), nthOf(entry.id));
  }
  // Some rooms may have been put into the index further than the others.
  for (const room of tail.rooms) {
    const last = lastIndexedSeq(on, room);
    if (last <= progress.indexed) continue;
    progress.indexedAtMost = Math.max(progress.indexedAtMost, last);
    tail.cut(room, last);
  }
}

/** Those of the two users of a direct room that are accounts. */
function inboxesOf(on: Statements, { room }: Entry): readonly UserId[] {
  const row = room && !isChannel(room) ? on.room.get(room.id) : undefined;
  const pair = row ? [integer(row[2]), integer(row[3])] : [];
  return pair.filter((id) => on.account.get(id) !== undefined);
}

/** Splits an id made by `draftId`. */
const runIdOf = (id: string): string => id.slice(0, id.lastIndexOf('-'));
const nthOf = (id: string): number => Number.parseInt(id.slice(id.lastIndexOf('-') + 1), 36);
