import type { Chat } from '#chat/chat.ts';
import type { Entry, Seq } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { lobby } from '#chat/names/lobby.ts';

import { maxHistoryBytes, maxHistoryLines, type Recalled } from './history.ts';

/** Entries read at a time, and at most: those of people whom the reader ignores are not among its lines. */
const page = 100;
const maxLooked = 10_000;

/** Reads #lobby's history backwards, one page each time it is asked. `done`: called with all of it, at the end. */
export function* historyPages(
  chat: Pick<Chat, 'latest' | 'asSeen'>,
  seat: Seat,
  done: (found: Recalled) => void,
): Iterator<undefined> {
  let entries: readonly Entry[] = [];
  let before: Seq | undefined;
  let cut = true;
  for (let looked = 0, length = 0; entries.length < maxHistoryLines && length <= maxHistoryBytes;) {
    const limit = Math.min(page, maxHistoryLines - entries.length);
    const earlier = chat.latest(seat, lobby, limit, before);
    const seen = earlier.flatMap((entry) => chat.asSeen(seat, entry) ?? []);
    entries = [...seen, ...entries];
    for (const { event } of seen) if (event.kind === 'message') length += event.text.length;
    cut = earlier.length === limit;
    looked += earlier.length;
    if (!cut || looked >= maxLooked) break;
    before = earlier[0]?.seq;
    yield;
  }
  done({ entries, cut });
}
