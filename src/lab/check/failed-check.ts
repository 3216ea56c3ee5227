import type { Pattern } from '#lab/bytes.ts';
import type { Printed } from '#lab/program-process.ts';

import type { Side } from './side.ts';
import type { Exchange } from './exchange.ts';

/** What is known about a failed check; used for hints. */
export interface Failed {
  readonly side: Side;
  /** The id of the check. */
  readonly check: string;
  /** One sentence: what the program did, or did not do. */
  readonly says: string;
  /** The actor on whose link it was seen. */
  readonly actor: string | undefined;
  /** The received bytes that no earlier line expected. */
  readonly heard: Uint8Array;
  /** The expected bytes; undefined if something else was expected. */
  readonly expected: Pattern | undefined;
  /** Expected and received bytes as rows, with the first difference marked; empty: nothing can be compared. */
  readonly comparison: string;
  /** The lines of the transcript up to the one that failed; empty for a check that is no transcript. */
  readonly context: string;
  /** All bytes that were sent, with their times. */
  readonly exchange: Exchange;
  /** The end of what the program printed. */
  readonly printed: Printed;
  /** The program could not be started or reached, so nothing was sent to it. */
  readonly isUnreached: boolean;
  /** How the program ended by itself, such as `exit code 1`; undefined while it ran. */
  readonly end: string | undefined;
}
