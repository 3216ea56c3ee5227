import type { Readable } from '#chat/ports.ts';
import { type Entry, type Millis, type Seq, timeOf } from '#chat/event.ts';
import type { ChatOrStore } from './chat-or-store.ts';

/** Which entries are asked for, by their time: both included. */
export interface Times {
  readonly since: Millis;
  readonly until: Millis;
}

export const always: Times = { since: -Infinity, until: Infinity };

/** Entries read at a time: some 2 ms, if every one of them is as long as it can be. */
const pageSize = 100;

/** Those of a room that have such a time, a page at a time, in the order. */
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

/** The seq before the last `count` of them: gone back to page by page, so that they need not be held together. */
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

/** How many of them there are. */
export async function countWithin(source: ChatOrStore, room: Readable, times: Times): Promise<number> {
  let count = 0;
  for await (const page of entriesWithin(source, room, times)) count += page.length;
  return count;
}

/** The parts of a room, as far as it is to be read, in which something may have such a time. */
function partsOf({ store }: ChatOrStore, { room, after, before }: Readable, times: Times): readonly Readable[] {
  if (times === always) return [{ room, after, before }];
  return store
    .stretches(times.since, times.until)
    .map((each) => ({ room, after: Math.max(each.after, after), before: Math.min(each.before, before) }))
    .filter((part) => part.after + 1 < part.before);
}

function isWithin(entry: Entry, { since, until }: Times): boolean {
  const time = timeOf(entry);
  return time >= since && time <= until;
}
