import { suite } from 'node:test';
import type { MakePair } from './link-pair.suite.ts';
import { outboxSuite } from './outbox/outbox.suite.ts';
import { readingSuite } from './reading.suite.ts';
import { writingSuite } from './writing.suite.ts';

export type * from './link-pair.suite.ts';

/** What every link does, whatever carries it. */
export const linkSuite = (name: string, makePair: MakePair): void => {
  suite(name, () => {
    readingSuite(makePair);
    outboxSuite(makePair);
    writingSuite(makePair);
  });
};
