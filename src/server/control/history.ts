import type { Readable } from '#chat/ports.ts';
import type { Entry, Seq } from '#chat/event.ts';
import { asReadable } from '#chat/readable/readable.ts';
import { always, beforeLast, countWithin, entriesWithin, type Times } from './entries-within.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import { recordOf } from './entry-record.ts';
import { upToDate } from './record.ts';
import type { ControlRequest } from './request.ts';
import { notThere, readable } from './find-room.ts';

type Asked = ControlRequest & { kind: 'history' };

/**
 * The entries of a room, from its beginning, without those posted meanwhile. With `follow`, `upToDate` comes after the
 * existing entries, then new ones as they are posted, until `gone` or the end of the server.
 */
export async function* history(source: ChatOrStore, asked: Asked, gone: AbortSignal): Results {
  const found = readable(source, asked);
  if (typeof found === 'string') return found;
  if (!found) return notThere(source, asked.room);
  if (asked.follow !== true) return yield* upTo(source, asked, found, source.shown() + 1);
  // Follows before the last entry is determined, so that no entry is missed.
  const follower = source.follow(found.room, gone);
  if (typeof follower === 'string') return follower;
  try {
    let end = source.shown() + 1;
    yield* upTo(source, asked, found, end);
    yield [upToDate];
    while (await follower.more()) {
      // The reading account may have left, or joined again.
      const now = readable(source, asked);
      if (typeof now !== 'object') return now;
      const before = Math.min(now.before, follower.seen + 1);
      const news = { ...now, after: Math.max(now.after, end - 1), before };
      for await (const page of entriesWithin(source, news, always)) yield recordsOf(page, now);
      end = Math.max(end, follower.seen + 1);
      yield [upToDate];
    }
    return undefined;
  } finally {
    follower.stop();
  }
}

/**
 * The entries before that seq. With `since`, entries with a time after now are omitted, and the last item is their
 * number.
 */
async function* upTo(source: ChatOrStore, asked: Asked, found: Readable, end: Seq): Results {
  const now = source.now();
  const whole = { ...found, before: Math.min(found.before, end) };
  const times = timesOf(asked, now);
  const after = asked.last === undefined ? whole.after : await beforeLast(source, whole, times, asked.last);
  for await (const page of entriesWithin(source, { ...whole, after }, times)) yield recordsOf(page, found);
  if (asked.since === undefined || asked.until !== undefined) return undefined;
  const later = await countWithin(source, whole, { since: now + 1, until: Infinity });
  if (later > 0) yield [{ later }];
  return undefined;
}

const recordsOf = (page: readonly Entry[], part: Readable): readonly object[] =>
  page.map((entry) => recordOf(asReadable(entry, part)));

function timesOf({ since, until }: Asked, now: number): Times {
  if (since === undefined && until === undefined) return always;
  const last = until === undefined ? now : until - 1;
  return { since: since ?? -Infinity, until: since === undefined ? last : Math.min(last, now) };
}
