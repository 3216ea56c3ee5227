import { type Store, inboxOf } from '#chat/ports.ts';
import { type Entry, type EventKind, isImported, type Seq, type UserId } from '#chat/event.ts';

/** Messages that may wait for an account, and their UTF-16 units, before no more are taken. */
export const maxMail = 1000;
export const maxMailLength: number = 1024 * 1024;

/** What waits for an account. */
export interface WaitingMail {
  count: number;
  length: number;
}

/** Whether the mailbox is full. */
export const isFull = ({ count, length }: Readonly<WaitingMail>): boolean =>
  count >= maxMail || length >= maxMailLength;

/** Whether it counts as mail: a message, or a change of one, that fills the mailbox of an account that is away. */
export const isMail = (entry: Entry): boolean => countedKinds.has(entry.event.kind) && !isImported(entry);

/** A removal counts for nothing: it must always be possible. */
const countedKinds: ReadonlySet<EventKind> = new Set(['message', 'edited', 'reacted']);

/** Counts the mail of an account after its delivery cursor, without that of users it ignores. Stops when the mailbox is full. */
export function countMail(store: Pick<Store, 'entries' | 'ignored'>, account: UserId, delivered: Seq): WaitingMail {
  const ignored = store.ignored(account);
  const waiting: WaitingMail = { count: 0, length: 0 };
  for (let after = delivered; !isFull(waiting);) {
    const range = { after, before: Infinity, limit: page, first: true };
    const entries = store.entries(inboxOf(account), range);
    for (const entry of entries) {
      if (entry.from.id === account || ignored.has(entry.from.id) || !isMail(entry)) continue;
      waiting.count++;
      waiting.length += mailLength(entry);
    }
    const last = entries.at(-1);
    if (!last || entries.length < page) break;
    after = last.seq;
  }
  return waiting;
}

/** 0 for a change of a message, whose entry has no text. */
export const mailLength = ({ event }: Entry): number => (event.kind === 'message' ? event.text.length : 0);

/** Entries read at a time. */
const page = 200;
