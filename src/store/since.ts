import type { Millis, Seq } from '#chat/event.ts';
import { integer } from './rows.ts';
import type { Statements } from './statements.ts';

/** The first seq below `end` whose entry is of that time or later; else `end`. Time never goes back in the log. */
export function firstSince(on: Statements, at: Millis, end: Seq): Seq {
  let [low, high] = [0, end];
  let found = end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = on.firstSeq.get(middle);
    const later = row === undefined || integer(row[1]) >= at;
    if (row && later) found = integer(row[0]);
    if (later) high = middle;
    else low = integer(row[0]) + 1;
  }
  return found;
}
