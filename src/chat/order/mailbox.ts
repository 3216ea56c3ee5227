import { type Store, inboxOf } from '#chat/ports.ts';
import { isImported, type Seq, type UserId } from '#chat/event.ts';

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

/** Counts the private messages to an account after its delivery cursor. Stops when the mailbox is full. */
export function countMail(store: Pick<Store, 'entries'>, account: UserId, delivered: Seq): WaitingMail {
  const waiting: WaitingMail = { count: 0, length: 0 };
  for (let after = delivered; !isFull(waiting);) {
    const range = { after, before: Infinity, limit: page, first: true };
    const entries = store.entries(inboxOf(account), range);
    for (const entry of entries) {
      if (entry.from.id === account || isImported(entry) || entry.event.kind !== 'message') continue;
      waiting.count++;
      waiting.length += entry.event.text.length;
    }
    const last = entries.at(-1);
    if (!last || entries.length < page) break;
    after = last.seq;
  }
  return waiting;
}

/** Entries read at a time. */
const page = 200;
