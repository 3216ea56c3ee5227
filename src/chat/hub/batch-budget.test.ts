import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import type { Hearers } from './audience.ts';
import { BatchBudget, maxBatch } from './batch-budget.ts';

/** How many of these requests, each in the same room, one batch takes. */
function takenOf(event: Asked, count: number): number {
  const hearers: Hearers = { groups: new Map(), count, batch: 0, said: 0, justThis: [] };
  const budget = new BatchBudget();
  budget.begin();
  let taken = 0;
  while (taken <= maxBatch && budget.takes({ event, hearers })) taken++;
  return taken;
}

const message = { kind: 'message', text: 'hello' } as const;
const edit = { kind: 'edited', target: 1, text: 'hello' } as const;

test('a batch takes fewer edits than messages where many hear them: for each hearer it is looked up what it may read', () => {
  assert.ok(takenOf(message, 1000) > 100);
  assert.ok(takenOf(edit, 1000) <= 5);
  assert.ok(takenOf(edit, 1) > 500);
});

test('the first request is taken whatever it costs', () => {
  assert.equal(takenOf(edit, 100_000), 1);
});
