import type { Millis } from '#chat/event.ts';
import { secondOf } from '#text/local-time.ts';

/** Formats a time: as local time, as local time with the UTC offset, or in UTC. */
export type Stamp = (at: Millis) => string;

/** `2026-11-20 21:31:05`. */
export const localStamp: Stamp = secondOf;

/** `2026-11-20 21:31:05 +01:00`. */
export const offsetStamp: Stamp = (at) => `${secondOf(at)} ${offsetOf(at)}`;

/** `2026-11-20 20:31:05Z`. */
export const utcStamp: Stamp = (at) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** The UTC offset of local time at that time: `+01:00`. */
function offsetOf(at: Millis): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Names the time zone of the times below. The name, because the offset changes in summer. */
export const zoneLine = (now: Millis): string =>
  `Times are in ${Intl.DateTimeFormat().resolvedOptions().timeZone}, now UTC${offsetOf(now)}.`;
