import type { Chat } from '#chat/chat.ts';
import type { Entry } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { lobby } from '#chat/lobby.ts';

import { maxHistoryBytes, maxHistoryLines } from './history.ts';

/** Entries read at a time. */
const page = 100;

/** Reads #lobby's history backwards, one page each time it is asked. `done`: called with all of it, at the end. */
export function* historyPages(
  chat: Pick<Chat, 'latest'>,
  seat: Seat,
  done: (entries: readonly Entry[]) => void,
): Iterator<undefined> {
  let entries: readonly Entry[] = [];
  for (let length = 0; entries.length < maxHistoryLines && length <= maxHistoryBytes;) {
    const limit = Math.min(page, maxHistoryLines - entries.length);
    const earlier = chat.latest(seat, lobby, limit, entries[0]?.seq);
    entries = [...earlier, ...entries];
    for (const { event } of earlier) if (event.kind === 'message') length += event.text.length;
    if (earlier.length < limit) break;
    yield;
  }
  done(entries);
}
