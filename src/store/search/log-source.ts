import type { Store } from '#chat/ports.ts';
import { DatabaseSync } from 'node:sqlite';
import { entryOf } from '#store/entry-row.ts';
import { roomOf } from '#store/lookups.ts';
import { sql } from '#store/sql.ts';

/** What the index is made from. */
export type LogSource = Pick<Store, 'log' | 'entry' | 'room'>;

/** The log of a database that another connection writes. Each read is a transaction of its own, so that none holds up a checkpoint. */
export interface LogReader extends LogSource {
  close(): void;
}

/** Milliseconds to wait while the database is being recovered or closed. */
const timeout = 5000;

export function openLog(file: string): LogReader {
  const db = new DatabaseSync(file, { readOnly: true, timeout });
  const prepare = (text: string) => db.prepare(text, { returnArrays: true });
  const [log, entry, room] = [prepare(sql.log), prepare(sql.entry), prepare(sql.room)];
  return {
    log: (after, limit) => log.all(after, limit).map((row) => entryOf({ entry }, row)),
    entry(seq) {
      const row = entry.get(seq);
      return row && entryOf({ entry }, row);
    },
    room: (id) => roomOf(room.get(id)),
    close: () => db.close(),
  };
}
