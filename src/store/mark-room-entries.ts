import type { DatabaseSync } from 'node:sqlite';
import { inboxMark, type Mark, markOf, noMark } from './entry-marks.ts';
import { isFull, Packer, unpack } from './packed-seqs.ts';
import { eachLastSpoken } from './room-index.ts';
import { bytes, integer } from './row-values.ts';

/**
 * Adds the mark of each entry to the index by room, in runs of the same length as before, and stores the last message
 * of each user in full runs. Only one run is in memory at a time.
 */
export function markRoomEntries(db: DatabaseSync): void {
  db.exec(`
    ALTER TABLE room_run RENAME TO old_run;
    CREATE TABLE room_run (
      room INTEGER NOT NULL,
      first INTEGER NOT NULL,
      gaps BLOB NOT NULL,
      marks BLOB NOT NULL,
      PRIMARY KEY (room, first)
    ) WITHOUT ROWID;
    CREATE TABLE spoke (
      user INTEGER NOT NULL,
      room INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (user, room)
    ) WITHOUT ROWID;
    ALTER TABLE account ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
  `);
  const save = db.prepare('INSERT INTO room_run (room, first, gaps, marks) VALUES (?, ?, ?, ?)');
  const spoke = db.prepare(`INSERT INTO spoke (user, room, seq) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)`);
  const entry = db.prepare('SELECT from_id, kind, room FROM entry WHERE seq = ?', { returnArrays: true });
  const markAt = (room: number, seq: number): Mark => {
    const row = entry.get(seq);
    if (!row) return noMark;
    if (room < 0) return inboxMark(integer(row[2]));
    return row[1] === 'message' ? markOf(integer(row[0]), true) : noMark;
  };
  let room = 0;
  const packer = new Packer((run) => {
    save.run(room, run.first, run.gaps, run.marks);
    if (room > 0 && isFull(run)) eachLastSpoken(packer, (user, seq) => spoke.run(user, room, seq));
  });
  for (const row of db.prepare('SELECT room, first, gaps FROM old_run ORDER BY room, first').iterate()) {
    const next = integer(row['room']);
    if (next !== room) packer.end();
    room = next;
    for (const seq of unpack({ first: integer(row['first']), gaps: bytes(row['gaps']) }))
      packer.add(seq, markAt(room, seq));
  }
  packer.end();
  db.exec('DROP TABLE old_run');
}
