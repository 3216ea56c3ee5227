import { timeSeenAt } from './local-time.ts';

/** A time, and when that is said; in ms since 1970. */
export interface Seen {
  readonly until?: number | undefined;
  readonly at?: number | undefined;
}

/** ` until 14:05`, in local time; empty for what has no end. */
export const untilWords = (seen: Seen): string => beforeTime(' until ', seen);

/** Words, and the time behind them; empty without one. */
export const beforeTime = (words: string, { until, at }: Seen): string =>
  until === undefined || at === undefined ? '' : `${words}${timeSeenAt(at, until)}`;
