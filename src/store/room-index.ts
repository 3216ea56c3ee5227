import type { RoomId, Seq, UserId } from '#chat/event.ts';
import { markedId, type Mark } from './entry-marks.ts';
import { isFull, type Packed, Packer, unpack } from './packed-seqs.ts';
import { integer, type Row, bytes } from './row-values.ts';
import type { Statements } from './statements.ts';
import type { Tail } from './tail.ts';
import type { AnyRow } from './tables.ts';

interface Indexed {
  readonly on: Statements;
  readonly tail: Tail;
  readonly spoken: AnyRow;
}

/** Moves at most this many rooms of what leaves the tail to the index by room, and returns the number of rooms. */
export function indexRooms({ on, tail, spoken }: Indexed, leaving: NonNullable<Tail['leaving']>, most: number): number {
  const rooms = leaving.rooms.subarray(leaving.next, leaving.next + most);
  leaving.next += rooms.length;
  const [seqs, marks]: [Seq[], Mark[]] = [[], []];
  let room: RoomId = 0;
  const packer = new Packer((run) => {
    on.saveRun.get(room, run.first, run.gaps, run.marks);
    if (room <= 0 || !isFull(run)) return;
    spoken.any = true;
    eachLastSpoken(packer, (user, seq) => on.saveSpoke.get(user, room, seq));
  });
  for (room of rooms) {
    const last = runOf(on.runBefore.get(room, Infinity));
    // Otherwise a room with few messages would have a row for each entry.
    if (last && !isFull(last)) packer.resume(last);
    let count = 0;
    tail.backward(room, (seq, mark) => {
      if (seq > leaving.upto) return true;
      seqs[count] = seq;
      marks[count++] = mark;
      return true;
    });
    tail.cut(room, leaving.upto);
    while (count-- > 0) packer.add(seqs[count] ?? 0, marks[count] ?? 0);
    packer.end();
  }
  return rooms.length;
}

/** The last message of each user in a packed run, also if it was redacted since. A user may occur twice. */
export function eachLastSpoken(packer: Packer, take: (user: UserId, seq: Seq) => void): void {
  packer.lasts((mark, seq) => {
    const user = markedId(mark);
    if (user > 0) take(user, seq);
  });
}

/** The last seq of a room in the index; 0 where the index has no entry of it. */
export function lastIndexedSeq(on: Statements, room: RoomId): Seq {
  const run = gapsOf(on.gapsBefore.get(room, Infinity));
  return run ? (unpack(run).at(-1) ?? 0) : 0;
}

/** The first `limit` seqs of a room with `after < seq < before`. */
export function firstIndexed(on: Statements, room: RoomId, after: Seq, before: Seq, limit: number): Seq[] {
  const found: Seq[] = [];
  let run = gapsOf(on.gapsBefore.get(room, after + 1)) ?? gapsOf(on.gapsAfter.get(room, after));
  while (run && run.first < before && found.length < limit) {
    for (const seq of unpack(run)) if (seq > after && seq < before && found.length < limit) found.push(seq);
    run = gapsOf(on.gapsAfter.get(room, run.first));
  }
  return found;
}

/** The last `limit` of them, also rising. */
export function lastIndexed(on: Statements, room: RoomId, after: Seq, before: Seq, limit: number): Seq[] {
  const found: Seq[] = [];
  let run = limit > 0 ? gapsOf(on.gapsBefore.get(room, before)) : undefined;
  while (run) {
    const seqs = unpack(run);
    for (let nth = seqs.length - 1; nth >= 0; nth--) {
      const seq = seqs[nth] ?? 0;
      if (seq <= after || found.length === limit) return found.reverse();
      if (seq < before) found.push(seq);
    }
    if (found.length === limit) break;
    run = gapsOf(on.gapsBefore.get(room, run.first));
  }
  return found.reverse();
}

export const runOf = (row: Row | undefined): Packed | undefined =>
  row && { first: integer(row[0]), gaps: bytes(row[1]), marks: bytes(row[2]) };

const gapsOf = (row: Row | undefined): Pick<Packed, 'first' | 'gaps'> | undefined =>
  row && { first: integer(row[0]), gaps: bytes(row[1]) };
