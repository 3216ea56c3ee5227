import type { RoomId, Seq, UserId } from '#chat/event.ts';
import { markedId, type Mark } from './marks.ts';
import { isFull, type Packed, Packer, unpack } from './packed-seqs.ts';
import { unmark } from './packed-marks.ts';
import { integer, type Row, bytes } from './rows.ts';
import type { Statements } from './statements.ts';
import type { Tail } from './tail.ts';

/** Puts all of the tail into the index by room, and returns the number of rooms. */
export function indexTail(on: Statements, tail: Tail): number {
  const { rooms } = tail;
  for (const room of rooms) {
    const packer = new Packer((run) => saveRun(on, room, run));
    const last = runOf(on.runBefore.get(room, Infinity));
    // Otherwise a quiet room would have a row for each entry.
    if (last && !isFull(last)) packer.resume(last);
    const [seqs, marks]: [Seq[], Mark[]] = [[], []];
    tail.backward(room, (seq, mark) => seqs.push(seq) + marks.push(mark) > 0);
    for (let nth = seqs.length - 1; nth >= 0; nth--) packer.add(seqs[nth] ?? 0, marks[nth] ?? 0);
    packer.end();
  }
  return rooms.length;
}

function saveRun(on: Statements, room: RoomId, run: Packed): void {
  on.saveRun.get(room, run.first, run.gaps, run.marks);
  if (room > 0 && isFull(run)) for (const [user, seq] of spokenIn(run)) on.saveSpoke.get(user, room, seq);
}

/** The last message of each user in a run, also of those that were redacted since. */
export function spokenIn(run: Packed): ReadonlyMap<UserId, Seq> {
  const spoken = new Map<UserId, Seq>();
  const marks = unmark(run.marks);
  for (const [nth, seq] of unpack(run).entries()) {
    const user = markedId(marks[nth] ?? 0);
    if (user > 0) spoken.set(user, seq);
  }
  return spoken;
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

export const runOf = (row: Row | undefined): Packed | undefined =>
  row && { first: integer(row[0]), gaps: bytes(row[1]), marks: bytes(row[2]) };
