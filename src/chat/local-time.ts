import type { Millis } from './event.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** `2026-11-20 21:31`, as the clock on the wall shows it where this runs. */
export function minuteOf(at: Millis): string {
  const date = new Date(at);
  return `${dayOf(at)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `2026-11-20`, likewise. */
export function dayOf(at: Millis): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
