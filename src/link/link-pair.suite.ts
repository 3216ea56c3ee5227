import type { Link } from './link.ts';
import type { LinkOptions } from './link-options.ts';

/** Two links, each the peer of the other, and how to clear up after them. */
export interface Pair {
  readonly near: Link;
  readonly far: Link;
  close(): Promise<void>;
}

/** Both links get the options. */
export type MakePair = (options?: LinkOptions) => Promise<Pair>;
