import type { DatabaseSync } from 'node:sqlite';
import { noMark } from './entry-marks.ts';
import { Packer } from './packed-seqs.ts';
import { integer } from './row-values.ts';

/** Copies the index by room from one row per entry to packed runs. Only one run is in memory at a time. */
export function packRoomEntries(db: DatabaseSync): void {
  const save = db.prepare('INSERT INTO room_run (room, first, gaps) VALUES (?, ?, ?)', { returnArrays: true });
  const rows = db.prepare('SELECT room, seq FROM room_entry ORDER BY room, seq', { returnArrays: true });
  let room = 0;
  const packer = new Packer(({ first, gaps }) => save.get(room, first, gaps));
  for (const row of rows.iterate()) {
    const next = integer(row[0]);
    if (next !== room) packer.end();
    room = next;
    packer.add(integer(row[1]), noMark);
  }
  packer.end();
}
