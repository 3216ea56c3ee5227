import { timeSeenAt } from './local-time.ts';

/** A time, and the time at which it is shown; in ms since 1970. */
export interface Seen {
  readonly until?: number | undefined;
  readonly at?: number | undefined;
}

/** ` until 14:05`, in local time; empty without an end. */
export const untilWords = (seen: Seen): string => beforeTime(' until ', seen);

/** Words, followed by the time; empty without a time. */
export const beforeTime = (words: string, { until, at }: Seen): string =>
  until === undefined || at === undefined ? '' : `${words}${timeSeenAt(at, until)}`;
