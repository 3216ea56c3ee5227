import { suite } from 'node:test';
import type { Link } from './link.ts';
import type { LinkOptions } from './options.ts';
import { outboxSuite } from './outbox-suite.ts';
import { readingSuite } from './reading-suite.ts';
import { writingSuite } from './writing-suite.ts';

/** Two links, each the peer of the other, and how to clear up behind them. */
export interface Pair {
  readonly near: Link;
  readonly far: Link;
  close(): Promise<void>;
}

/** Both links get the options. */
export type MakePair = (options?: LinkOptions) => Promise<Pair>;

/** What every link does, whatever carries it. */
export const linkSuite = (name: string, makePair: MakePair): void => {
  suite(name, () => {
    readingSuite(makePair);
    outboxSuite(makePair);
    writingSuite(makePair);
  });
};
