import { t } from './texts.ts';
import { shortTime } from './time.ts';

/**
 * Why a session ended. `until`: the end of a ban, in ms since 1970; missing: no end. `reason`: as given by an operator.
 */
export interface HowOver {
  readonly why: string;
  readonly until?: number | undefined;
  readonly reason?: string | undefined;
}

/** The sentence about it. */
export function overText({ why, until, reason = '' }: HowOver): string {
  const ends = until === undefined ? '' : shortTime(until, Date.now());
  return t.over[why]?.({ until: ends, reason }) ?? why;
}
