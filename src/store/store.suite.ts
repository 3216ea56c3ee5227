import { describe } from 'node:test';
import { batchesSuite } from './batches.suite.ts';
import { inboxSuite } from './inbox.suite.ts';
import { lookupsSuite } from './lookups.suite.ts';
import { rangesSuite } from './ranges.suite.ts';
import { restartSuite } from './restart.suite.ts';
import { saidSuite } from './said.suite.ts';
import type { StoreFixture } from './store-fixture.suite.ts';

/** Tests of every implementation of `Store`. `keeps`: a closed store can be opened again. */
export function storeSuite(name: string, make: () => Promise<StoreFixture>, keeps: boolean): void {
  describe(`${name}: look-ups and writers`, () => lookupsSuite(make));
  describe(`${name}: ranges`, () => rangesSuite(make));
  describe(`${name}: inboxes`, () => inboxSuite(make, keeps));
  describe(`${name}: counts`, () => saidSuite(make));
  describe(`${name}: batches`, () => batchesSuite(make));
  describe(`${name}: restart`, { skip: !keeps && 'it keeps nothing' }, () => restartSuite(make));
}
