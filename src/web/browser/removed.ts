import { signal } from '@preact/signals';
import type { Entry } from '#dialects/web/protocol.ts';
import type { Model } from '#web/model/model.ts';
import { type Pending, refused } from '#web/model/outbox.ts';
import { nameOf } from '#web/model/rooms.ts';
import { shortTime } from '#web/words/time.ts';
import { t } from '#web/words/texts.ts';
import { change, model, say } from './store.ts';

/** Why the user is no longer in a room, and whether the room still exists. */
export interface Removed {
  readonly text: string;
  readonly isClosed: boolean;
}

/** The rooms that the user was removed from, by name in lower case. */
export const removedFrom = signal<ReadonlyMap<string, Removed>>(new Map());

const untilOf = (until = 0): string => (until > 0 ? shortTime(until, Date.now()) : '');

/** Undefined: the entry removes nobody from the room. */
function why(entry: Entry, room: string): string | undefined {
  const by = entry.from.id === 0 ? t.events.server : entry.from.name;
  switch (entry.kind) {
    case 'kicked':
      return t.removedFrom.kicked(by, room, entry.reason ?? '');
    case 'listed':
      return t.removedFrom.banned(by, room, untilOf(entry.until), entry.reason ?? '');
    case 'closed':
      return t.removedFrom.closed(by, room, entry.reason ?? '');
    default:
      return undefined;
  }
}

/** Tells the user that an entry has removed it from a room. What it was sending there is kept, as not sent. */
export function tellRemoved(before: Model, entry: Entry): void {
  const room = before.rooms.get(entry.room?.id ?? 0);
  if (room === undefined || model.peek().rooms.has(room.id)) return;
  const name = nameOf(room);
  const text = why(entry, name);
  if (text === undefined) return;
  tellWhy(name, { text, isClosed: entry.kind === 'closed' });
  const unsent = before.outbox.filter((pending) => pending.room === room.id);
  change((now) => ({ ...now, outbox: [...now.outbox, ...refused(unsent, text)] }));
}

/** A room that a guest was in does not take it back. What it was sending there is kept, as not sent. */
export function tellNotTakenBack(name: string, why: string): void {
  const text = t.removedFrom.refused(name, why);
  tellWhy(name, { text, isClosed: false });
  const isThere = (pending: Pending): boolean => pending.to === name;
  change((now) => ({
    ...now,
    outbox: [...now.outbox.filter((pending) => !isThere(pending)), ...refused(now.outbox.filter(isThere), text)],
  }));
}

function tellWhy(name: string, why: Removed): void {
  removedFrom.value = new Map(removedFrom.peek()).set(name.toLowerCase(), why);
  say(why.text, true);
}

/** The user is in the room again. */
export function tellLetIn(name: string): void {
  const key = name.toLowerCase();
  if (removedFrom.peek().has(key))
    removedFrom.value = new Map([...removedFrom.peek()].filter(([other]) => other !== key));
}
