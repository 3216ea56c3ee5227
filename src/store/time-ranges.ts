import type { SeqRange } from '#chat/ports.ts';
import type { Millis, Seq } from '#chat/event.ts';
import type { Progress } from './progress.ts';
import { integer } from './row-values.ts';
import type { Statements } from './statements.ts';
import type { Tail } from './tail.ts';
import type { TimeSpan } from './time-span.ts';

/** Saves the range of times of the entries that were put into the index up to `upto`. */
export function addTimeRange(to: Statements, { least, greatest }: TimeSpan, after: Seq, upto: Seq): void {
  if (least <= greatest) to.addTimeRange.get(upto, after, least, greatest);
}

/** As `Store.timeRanges`: those in the table, and the tail. Adjacent ones are merged. */
export function timeRangesOf(
  { on, tail, progress }: { readonly on: Statements; readonly tail: Tail; readonly progress: Progress },
  since: Millis,
  until: Millis,
): readonly SeqRange[] {
  const found = on.timeRanges.all(since, until).map((row) => ({ after: integer(row[0]), before: integer(row[1]) + 1 }));
  if (tail.overlaps(since, until)) found.push({ after: progress.indexed, before: Infinity });
  const joined: { after: Seq; before: Seq }[] = [];
  for (const range of found) {
    const last = joined.at(-1);
    if (last && range.after < last.before) last.before = range.before;
    else joined.push(range);
  }
  return joined;
}
