import { type Entry, type Millis, timeOf } from '#chat/event.ts';

/** The earliest and the latest time of some entries. */
export class TimeSpan {
  least: Millis = Infinity;
  greatest: Millis = -Infinity;

  add(entry: Entry): void {
    const time = timeOf(entry);
    if (time < this.least) this.least = time;
    if (time > this.greatest) this.greatest = time;
  }
}
