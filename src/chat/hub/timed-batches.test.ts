import assert from 'node:assert/strict';
import { test } from 'node:test';

import { timedBatches } from './timed-batches.ts';

test('a batch takes the time of judging and of delivering, without the time until it is durable', () => {
  let now = 0;
  const took: (readonly [number, number])[] = [];
  const batches = timedBatches(
    {
      batchBegins: () => void (now += 1),
      judged: () => void (now += 2),
      deliver: () => (now += 4),
    },
    () => now,
    (drafts, time) => took.push([drafts, time]),
  );
  batches.batchBegins();
  batches.judged([]);
  now += 1000;
  assert.equal(batches.deliver([]), now);
  assert.deepEqual(took, [[0, 7]]);
});
