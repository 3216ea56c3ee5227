import type { Pattern } from '#lab/bytes.ts';
import type { Printed } from '#lab/program-process.ts';

import type { Side } from './check.ts';
import type { Exchange } from './exchange.ts';

/** What is known of a check that failed; hints look at it. */
export interface Failed {
  readonly side: Side;
  /** The id of the check. */
  readonly check: string;
  /** One sentence: what the program did, or did not do. */
  readonly says: string;
  /** Whose link it was seen on. */
  readonly actor: string | undefined;
  /** What had come there and was not expected before; empty when nothing had. */
  readonly heard: Uint8Array;
  /** What was expected there, where bytes were. */
  readonly expected: Pattern | undefined;
  /** Expected and heard as rows, with the first difference marked; empty where nothing can be compared. */
  readonly comparison: string;
  /** The lines of the transcript up to the one that failed; empty for a check that is no transcript. */
  readonly context: string;
  /** All bytes that passed, with their times. */
  readonly exchange: Exchange;
  /** The end of what the program printed. */
  readonly printed: Printed;
  /** It could not be started, or reached: nothing was asked of it. */
  readonly isUnreached: boolean;
  /** How the program ended by itself, such as `exit code 1`; undefined while it ran. */
  readonly end: string | undefined;
}
