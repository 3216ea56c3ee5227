import type { Pending } from './pending.ts';
import type { Allowance } from './rates.ts';

/** What a session has asked and was not answered yet, in its order. Written by intake, and by those who hold the session. */
export class Asking {
  first: Pending | undefined = undefined;
  last: Pending | undefined = undefined;
  count = 0;
  bytes = 0;
  /** Waits to be resumed. */
  held = false;
  /** Why nothing more is taken from it: it comes, or its dialect does something that the next thing depends on. */
  holds = 0;
  /** Passwords from this session that wait or are being checked; it leaves only after them. */
  checks = 0;
  /** What it may still ask, once it has asked anything and where that is limited. */
  allowance: Allowance | undefined = undefined;
}
