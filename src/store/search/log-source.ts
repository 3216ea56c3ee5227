import type { Store } from '#chat/ports.ts';
import { DatabaseSync } from 'node:sqlite';
import { entryOf } from '#store/entry-row.ts';
import { roomOf } from '#store/lookups.ts';
import { sql } from '#store/sql.ts';

/** The log from which the index is made. */
export type LogSource = Pick<Store, 'textChanges' | 'entry' | 'room'>;

/**
 * The log in a database that another connection writes. Each read is its own transaction, so that checkpoints are not
 * blocked.
 */
export interface LogReader extends LogSource {
  close(): void;
}

/** Milliseconds to wait while the database is being recovered or closed. */
const timeout = 5000;

export function openLog(file: string): LogReader {
  const db = new DatabaseSync(file, { readOnly: true, timeout });
  const prepare = (text: string) => db.prepare(text, { returnArrays: true });
  const [changes, entry, room] = [prepare(sql.textChanges), prepare(sql.entry), prepare(sql.room)];
  return {
    textChanges: (after, upto, limit) => changes.all(after, upto, limit).map((row) => entryOf({ entry }, row)),
    entry(seq) {
      const row = entry.get(seq);
      return row && entryOf({ entry }, row);
    },
    room: (id) => roomOf(room.get(id)),
    close: () => db.close(),
  };
}
