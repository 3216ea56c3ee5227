import type { Pending } from './pending.ts';
import type { Allowance } from '#chat/hub/turns/rates.ts';

/** A session's requests that are not answered yet, in their order. Changed by intake and by holders of the session. */
export class SessionRequests {
  first: Pending | undefined = undefined;
  last: Pending | undefined = undefined;
  count = 0;
  bytes = 0;
  /** Waits to be resumed. */
  held = false;
  /** Number of reasons to take nothing more from it: its login, or work of its dialect that the next request depends on. */
  holds = 0;
  /** Its passwords that wait or are being checked; its departure comes after them. */
  checks = 0;
  /** What it may still request; undefined before its first request, and where there is no limit. */
  allowance: Allowance | undefined = undefined;
  /** What it may still request when its address requests too much; likewise. */
  light: Allowance | undefined = undefined;
}
