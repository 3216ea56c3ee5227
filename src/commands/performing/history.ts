import type { Entry, Millis, Seq } from '#chat/event.ts';
import { spokenText } from '#chat/spoken-text.ts';
import { linesOf } from '#text/lines.ts';
import { dayOf, minuteOf } from '#text/local-time.ts';
import { quoted } from '#text/quoted.ts';
import { harmless } from '#text/visible.ts';

import type { Desk } from '#commands/desk.ts';
import type { Given } from '#commands/form.ts';

/** Messages in one answer, and how many unless the person asks for another number. */
const most = 50;
const usual = 20;
/** UTF-16 units of text in one answer: older messages are left out. */
const maxLength: number = 32 * 1024;
/** Entries examined for one answer, a page at a time. */
const maxPages = 10;
const pageEntries = 100;

export function history(desk: Desk, { place = desk.room, count }: Given): void {
  const limit = Math.min(count === undefined ? usual : Number(count), most);
  desk.answer(() => {
    const found = lastMessages(desk, place, limit);
    if (typeof found === 'string') return found;
    const now = desk.chat.clock.now();
    return found.length === 0
      ? `There are no messages in ${quoted(place)} that you may read.`
      : found.flatMap((entry) => quotedLines(entry, now));
  });
}

/** The last messages there, in the order; or a sentence. */
function lastMessages({ chat, seat, words }: Desk, room: string, limit: number): readonly Entry[] | string {
  const found: Entry[] = [];
  let length = 0;
  let before: Seq | undefined;
  for (let page = 0; page < maxPages; page++) {
    const entries = chat.history(seat, { room, limit: pageEntries, before });
    if (typeof entries === 'string') return words.refused(entries, room);
    for (const entry of entries.toReversed()) {
      if (entry.event.kind !== 'message') continue;
      length += entry.event.text.length;
      if (found.length === limit || (length > maxLength && found.length > 0)) return found.reverse();
      found.push(entry);
    }
    const [first] = entries;
    if (!first || entries.length < pageEntries) break;
    before = first.seq;
  }
  return found.reverse();
}

/**
 * `21:31 [142] alice: hello`: the number names the message in other commands. It is not at the beginning, where some
 * dialects show who speaks, and not at the end, where a text could forge it.
 */
function quotedLines({ seq, at, from, event }: Entry, now: Millis): readonly string[] {
  if (event.kind !== 'message') return [];
  const head = `${timeSince(at, now)} [${seq}] ${from.name}: `;
  return linesOf(spokenText(from.name, event)).map((line) => head + harmless(line));
}

/** Without the day if that is today. */
const timeSince = (at: Millis, now: Millis): string =>
  dayOf(at) === dayOf(now) ? minuteOf(at).slice(-5) : minuteOf(at);
