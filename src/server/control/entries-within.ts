import type { Readable } from '#chat/ports.ts';
import { type Entry, type Millis, type Seq, timeOf } from '#chat/event.ts';
import type { ChatOrStore } from './chat-or-store.ts';

/** A range of times, both ends included. */
export interface Times {
  readonly since: Millis;
  readonly until: Millis;
}

export const always: Times = { since: -Infinity, until: Infinity };

/** Entries read at a time: about 2 ms if all have the greatest length. */
const pageSize = 100;

/** The entries of a room in a range of time, in pages, in order. */
export async function* entriesWithin(
  source: ChatOrStore,
  room: Readable,
  times: Times,
): AsyncGenerator<readonly Entry[]> {
  for (const part of partsOf(source, room, times)) {
    for (let at = part.after; ;) {
      await source.turn();
      const page = source.store.entries(room.room, { after: at, before: part.before, limit: pageSize, first: true });
      yield page.filter((entry) => isWithin(entry, times));
      const last = page.at(-1);
      if (!last || page.length < pageSize) break;
      at = last.seq;
    }
  }
}

/** The seq before the last `count` of them. Reads backwards in pages, so that not all are in memory. */
export async function beforeLast(source: ChatOrStore, room: Readable, times: Times, count: number): Promise<Seq> {
  if (count === 0) return room.before - 1;
  let left = count;
  for (const part of partsOf(source, room, times).toReversed()) {
    for (let at = part.before; ;) {
      await source.turn();
      const page = source.store.entries(room.room, { after: part.after, before: at, limit: pageSize, first: false });
      const found = page.filter((entry) => isWithin(entry, times));
      const nth = found.at(-left);
      if (nth && found.length >= left) return nth.seq - 1;
      left -= found.length;
      const [first] = page;
      if (!first || page.length < pageSize) break;
      at = first.seq;
    }
  }
  return room.after;
}

/** The number of these entries. */
export async function countWithin(source: ChatOrStore, room: Readable, times: Times): Promise<number> {
  let count = 0;
  for await (const page of entriesWithin(source, room, times)) count += page.length;
  return count;
}

/** The parts of a room's readable range that may contain entries in this range of time. */
function partsOf({ store }: ChatOrStore, { room, after, before }: Readable, times: Times): readonly Readable[] {
  if (times === always) return [{ room, after, before }];
  return store
    .timeRanges(times.since, times.until)
    .map((each) => ({ room, after: Math.max(each.after, after), before: Math.min(each.before, before) }))
    .filter((part) => part.after + 1 < part.before);
}

function isWithin(entry: Entry, { since, until }: Times): boolean {
  const time = timeOf(entry);
  return time >= since && time <= until;
}
