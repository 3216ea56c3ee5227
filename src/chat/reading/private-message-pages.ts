import type { Entry, Seq, UserId } from '#chat/event.ts';
import { between, readableInbox } from '#chat/readable/readable.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { isWaitingMail, type Reading } from './history.ts';

/** Entries of an inbox that are examined for one page, at most: the account's own messages are among them. */
export const maxLookedAt = 1000;

/** Private messages to an account, in the order. */
export interface PrivateMessages {
  readonly messages: readonly Entry[];
  /** The next page begins after this place. */
  readonly upto: Seq;
  /** Whether there may be more of them already. */
  readonly more: boolean;
}

/**
 * The first `limit` private messages to an account after a place, without those of users it ignores and what was removed;
 * whether they were delivered to a session or not. Without a place, after what was delivered.
 */
export function privateMessages(
  from: Reading,
  user: UserId,
  { after, limit }: { readonly after?: Seq | undefined; readonly limit: number },
): PrivateMessages | RefusalCode {
  const account = from.store.account(user);
  if (!account) return 'unavailable';
  const begin = after ?? account.delivered;
  if (begin > from.shown) return 'cursor-invalid';
  const inbox = readableInbox(from, user);
  const ignored = from.store.ignored(user);
  const found: Entry[] = [];
  const entries = from.store.entries(inbox.room, { ...between(inbox, begin), limit: maxLookedAt, first: true });
  for (const entry of entries) {
    if (entry.from.id === user || ignored.has(entry.from.id) || !isWaitingMail(entry)) continue;
    found.push(entry);
    if (found.length === limit) return { messages: found, upto: entry.seq, more: true };
  }
  const last = entries.at(-1);
  if (last && entries.length === maxLookedAt) return { messages: found, upto: last.seq, more: true };
  return { messages: found, upto: from.shown, more: false };
}
