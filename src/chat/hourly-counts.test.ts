import assert from 'node:assert/strict';
import { test } from 'node:test';

import { HourlyCounts } from './hourly-counts.ts';

const minute = 60_000;

test('HourlyCounts counts by key, within the hour that began with the first', () => {
  const hourly = new HourlyCounts(2);
  hourly.add('a', 0);
  hourly.add('a', 59 * minute);
  assert.ok(hourly.isFull('a', 59 * minute));
  assert.ok(!hourly.isFull('b', 59 * minute));
  assert.ok(!hourly.isFull('a', 60 * minute));
  hourly.add('a', 61 * minute);
  hourly.add('a', 62 * minute);
  assert.ok(hourly.isFull('a', 120 * minute));
  assert.ok(!hourly.isFull('a', 121 * minute));
});
