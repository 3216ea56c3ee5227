import type { Store } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { Log } from './log.ts';

/** A difference that a time server may correct without a warning. */
const tolerated: Millis = 1000;

/** Warns when the last entry has a later time than the clock now: the clock was wrong then, or is wrong now. */
export function warnOfClock(store: Pick<Store, 'place'>, now: Millis, log: Log): void {
  const { at } = store.place();
  if (at - now <= tolerated) return;
  const sentence = `The last entry is from ${isoOf(at)}, ${durationOf(at - now)} after now: the clock was ahead, or is behind.`;
  log('clock-went-back', { sentence, seconds: Math.round((at - now) / 1000) });
}

/** A database may contain any number. A time that has no date is shown as a number. */
const isoOf = (at: Millis): string => (Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at));

const units: readonly (readonly [name: string, length: Millis])[] = [
  ['year', 365 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** A duration in words, in its two largest units: `10 years 2 days`, `1 hour`. */
export function durationOf(duration: Millis): string {
  const parts: string[] = [];
  let rest = duration;
  for (const [name, length] of units) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? 'less than a second' : parts.join(' ');
}
