/** Milliseconds since 1970-01-01 UTC. */
type Millis = number;

const two = (n: number): string => String(n).padStart(2, '0');

/** `2026-11-20 21:31`, in local time. */
export function minuteOf(at: Millis): string {
  const date = new Date(at);
  return `${dayOf(at)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `2026-11-20 21:31:05`, likewise. */
export const secondOf = (at: Millis): string => `${minuteOf(at)}:${two(new Date(at).getSeconds())}`;

/** `2026-11-20`, likewise. */
export function dayOf(at: Millis): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * As short as is clear at the time `now`: `21:31` on the same day, `21:31:05` within two minutes, otherwise with the
 * day.
 */
export function timeSeenAt(now: Millis, at: Millis): string {
  const [minute, second] = [minuteOf(at), secondOf(at)];
  if (dayOf(now) !== dayOf(at)) return minute;
  return (Math.abs(at - now) < 120_000 ? second : minute).slice(dayOf(at).length + 1);
}

/** `11-20-2026 21:31:05`, likewise, in North American order. */
export function monthFirst(at: Millis): string {
  const date = new Date(at);
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}-${date.getFullYear()}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
