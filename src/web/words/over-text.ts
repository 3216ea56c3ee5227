import { t } from './texts.ts';
import { shortTime } from './time.ts';

/** Why a session is over. `until`: when a ban ends, in ms; without it, never. `reason`: in the words of an operator. */
export interface HowOver {
  readonly why: string;
  readonly until?: number | undefined;
  readonly reason?: string | undefined;
}

/** The same for people. */
export function overText({ why, until, reason = '' }: HowOver): string {
  const ends = until === undefined ? '' : shortTime(until, Date.now());
  return t.over[why]?.({ until: ends, reason }) ?? why;
}
