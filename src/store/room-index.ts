import type { RoomId, Seq } from '#chat/event.ts';
import { type Packed, Packer, runBytes, unpack } from './packed-seqs.ts';
import { integer, type Row, bytes } from './rows.ts';
import type { Statements } from './statements.ts';
import type { Tail } from './tail.ts';

/** Puts all of the tail into the index by room, and returns the number of rooms. */
export function indexTail(on: Statements, tail: Tail): number {
  const { rooms } = tail;
  for (const room of rooms) {
    const packer = new Packer(({ first, gaps }) => on.saveRun.get(room, first, gaps));
    const last = runOf(on.runBefore.get(room, Infinity));
    // Otherwise a quiet room would have a row for each entry.
    if (last && last.gaps.length < runBytes) packer.resume(last);
    for (const seq of tail.first(room, 0, Infinity, Infinity)) packer.add(seq);
    packer.end();
  }
  return rooms.length;
}

/** The first `limit` seqs of a room with `after < seq < before`. */
export function firstIndexed(on: Statements, room: RoomId, after: Seq, before: Seq, limit: number): Seq[] {
  const found: Seq[] = [];
  let run = runOf(on.runBefore.get(room, after + 1)) ?? runOf(on.runAfter.get(room, after));
  while (run && run.first < before && found.length < limit) {
    for (const seq of unpack(run)) if (seq > after && seq < before && found.length < limit) found.push(seq);
    run = runOf(on.runAfter.get(room, run.first));
  }
  return found;
}

/** The last `limit` of them, rising too. */
export function lastIndexed(on: Statements, room: RoomId, after: Seq, before: Seq, limit: number): Seq[] {
  const found: Seq[] = [];
  let run = limit > 0 ? runOf(on.runBefore.get(room, before)) : undefined;
  while (run) {
    const seqs = unpack(run);
    for (let nth = seqs.length - 1; nth >= 0; nth--) {
      const seq = seqs[nth] ?? 0;
      if (seq <= after || found.length === limit) return found.reverse();
      if (seq < before) found.push(seq);
    }
    if (found.length === limit) break;
    run = runOf(on.runBefore.get(room, run.first));
  }
  return found.reverse();
}

const runOf = (row: Row | undefined): Packed | undefined => row && { first: integer(row[0]), gaps: bytes(row[1]) };
