import type { Millis, Seq } from '#chat/event.ts';
import { timeOf } from '#chat/event.ts';
import type { WindowAsked } from '#chat/reading/message-window.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import { entryPart, messagePart } from './entry-part.ts';
import type { Window } from './protocol/exchanges.ts';
import type { Entry, Message } from './protocol/values.ts';
import { seenRef } from './room-part.ts';
import type { ReadingSession } from './requesting-session.ts';

/** Messages of a window, where the client does not say how many. */
export const usualWindow = 50;

/** A part of a room, as far as the user may read it, or why there is none. */
export function windowPart(looking: ReadingSession, room: string, asked: WindowAsked): Window | RefusalCode {
  const found = looking.chat.window(looking.seat, room, asked);
  if (typeof found === 'string') return found;
  const { messages, events, earlier, later, after, before } = found;
  return {
    room: seenRef(looking, room),
    messages: messages.map(messagePart).filter((message): message is Message => message !== undefined),
    ...(asked.events === true && {
      events: events.map(entryPart).filter((entry): entry is Entry => entry !== undefined),
    }),
    earlier,
    later,
    after,
    before: Math.min(before, Number.MAX_SAFE_INTEGER),
  };
}

/**
 * The place before the first entry of a room that is not older than a time: found by binary search, which assumes that
 * times rise with places. That is true except for imported entries and clocks that were set back.
 */
export function placeAt({ chat, seat }: ReadingSession, room: string, since: Millis): Seq | RefusalCode {
  let [low, high] = [0, chat.cursor().seq];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = chat.history(seat, { room, limit: 1, after: middle });
    if (typeof found === 'string') return found;
    const [entry] = found;
    if (!entry || timeOf(entry) >= since) high = middle;
    else low = entry.seq;
  }
  return low;
}
