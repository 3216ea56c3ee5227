import type { Store } from '#chat/ports.ts';
import { describe } from 'node:test';
import { batchesSuite } from './batches-suite.ts';
import { inboxSuite } from './inbox-suite.ts';
import { lookupsSuite } from './lookups-suite.ts';
import { rangesSuite } from './ranges-suite.ts';
import { restartSuite } from './restart-suite.ts';
import { saidSuite } from './said-suite.ts';

/** Opens a store, and opens it again after it was closed. */
export interface Ground {
  /** `indexEvery`: entries after which the index by room is written, where there is one. */
  open(indexEvery?: number): Promise<Store>;
  /** Closes the store and removes its files. */
  clear(): Promise<void>;
}

/** Tests of every implementation of `Store`. `keeps`: a closed store can be opened again. */
export function storeSuite(name: string, ground: () => Promise<Ground>, keeps: boolean): void {
  describe(`${name}: look-ups and writers`, () => lookupsSuite(ground));
  describe(`${name}: ranges`, () => rangesSuite(ground));
  describe(`${name}: inboxes`, () => inboxSuite(ground, keeps));
  describe(`${name}: counts`, () => saidSuite(ground));
  describe(`${name}: batches`, () => batchesSuite(ground));
  describe(`${name}: restart`, { skip: !keeps && 'it keeps nothing' }, () => restartSuite(ground));
}
