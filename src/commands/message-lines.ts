import { beginningOf } from '#text/beginning.ts';
import type { MessageNow } from '#chat/reading/message-window.ts';
import type { Millis } from '#chat/event.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import { linesOf } from '#text/lines.ts';
import { dayOf, minuteOf } from '#text/local-time.ts';
import { harmless } from '#text/visible.ts';

/** UTF-16 units of the quotation of an answered message. */
const maxHead = 40;

/**
 * `21:31 [142] alice: hello`: the number names the message in commands. It is not at the beginning, where some
 * dialects show who speaks, and not at the end, where a text could forge it.
 */
export function messageLines(message: MessageNow, now: Millis): readonly string[] {
  const { seq, at, from, event } = message.entry;
  if (event.kind !== 'message') return [];
  const head = `${timeSince(at, now)} [${seq}] ${from.name}: `;
  const lines = linesOf(answered(message) + spokenText(from.name, event)).map((line) => head + harmless(line));
  const marks = marksOf(message);
  return marks === '' ? lines : [...lines.slice(0, -1), `${lines.at(-1)}${marks}`];
}

/** A time in local time, without the day if that is today. */
export const timeSince = (at: Millis, now: Millis): string =>
  dayOf(at) === dayOf(now) ? minuteOf(at).slice(-5) : minuteOf(at);

function answered({ replyTo }: MessageNow): string {
  if (!replyTo) return '';
  if (!replyTo.from) return `(answers ${replyTo.seq}) `;
  const { seq, from, text = '' } = replyTo;
  const [first = ''] = linesOf(text);
  const head = first.length > maxHead ? `${beginningOf(first, maxHead)}…` : first;
  return `(answers ${seq}, ${from.name}${head === '' ? '' : `: ${head}`}) `;
}

function marksOf({ edited, redacted, reactions }: MessageNow): string {
  const shown = reactions.map(({ emoji, count }) => (count > 1 ? `${harmless(emoji)} ${count}` : harmless(emoji)));
  return `${edited && !redacted ? ' (edited)' : ''}${shown.length > 0 ? ` {${shown.join(', ')}}` : ''}`;
}
