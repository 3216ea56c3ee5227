import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import type { Hearers } from '#chat/hub/delivery/audience.ts';
import { BatchBudget, bytesInBatch, maxBatch, maxBatchBytes, maxBatchTime, messageTime } from './batch-budget.ts';

/** How many of these requests, each in the same room, one batch takes. */
function takenOf(event: Asked, count: number): number {
  const hearers: Hearers = { groups: new Map(), count, batch: 0, said: 0, thisRoomOnly: [] };
  const budget = new BatchBudget();
  budget.begin();
  let taken = 0;
  while (taken <= maxBatch && budget.takes({ event, hearers, names: 0, told: 0 })) taken++;
  return taken;
}

const message = { kind: 'message', text: 'hello' } as const;
const edit = { kind: 'edited', target: 1, text: 'hello' } as const;

test('a batch takes fewer edits than messages where many hear them: for each hearer it is looked up what it may read', () => {
  assert.ok(takenOf(message, 1000) > 100);
  assert.ok(takenOf(edit, 1000) <= 5);
  assert.ok(takenOf(edit, 1) > 100);
});

test('the text of an edit counts as that of a message: a batch is one write to each hearer', () => {
  const text = 'é'.repeat(8000);
  const [taken, others] = [takenOf({ ...edit, text }, 1), takenOf({ ...message, text }, 1)];
  assert.ok(taken > 1 && taken <= others, `${taken} edits, ${others} messages`);
  assert.ok(taken * bytesInBatch({ ...edit, text }) <= maxBatchBytes);
  assert.ok(takenOf({ ...edit, text }, 200) < takenOf(edit, 200));
});

test('a batch takes fewer changes of a user that are told in many rooms', () => {
  const budget = new BatchBudget();
  budget.begin();
  let taken = 0;
  while (budget.takes({ event: { kind: 'away', text: '' }, hearers: undefined, names: 0, told: 60 * 250 })) taken++;
  assert.ok(taken > 1 && taken < 30, `${taken}`);
});

test('the first request is taken whatever it costs', () => {
  assert.equal(takenOf(edit, 100_000), 1);
});

/** How many drafts a batch takes. */
function fill(budget: BatchBudget, event: Asked = message, names = 0): number {
  budget.begin();
  let taken = 0;
  while (taken <= maxBatch && budget.takes({ event, hearers: undefined, names, told: 0 })) taken++;
  return taken;
}

test('batches that take longer than estimated make the next ones smaller, until they take no longer', () => {
  const budget = new BatchBudget();
  const usual = fill(budget);
  let drafts = usual;
  // In ms: ten times as long as estimated.
  const time = (10 * messageTime) / 1000;
  for (let batch = 0; batch < 10; batch++) {
    budget.took(drafts, drafts * time);
    drafts = fill(budget);
  }
  assert.ok(drafts * time < 1.5 * (maxBatchTime / 1000), `${drafts} of ${usual} drafts`);
  for (let batch = 0; batch < 100; batch++) {
    budget.took(drafts, (drafts * time) / 10);
    drafts = fill(budget);
  }
  assert.ok(drafts > 0.9 * usual, `${drafts} of ${usual} drafts`);
});

test('drafts of other nodes in the same batch do not make ours fewer', () => {
  const budget = new BatchBudget();
  const usual = fill(budget);
  budget.took(10 * usual, (10 * usual * messageTime) / 1000);
  assert.equal(fill(budget), usual);
});

test('one long pause of the process does not make small batches of the next ones', () => {
  const budget = new BatchBudget();
  const usual = fill(budget);
  budget.begin();
  budget.takes({ event: message, hearers: undefined, names: 0, told: 0 });
  budget.took(1, 10);
  assert.ok(fill(budget) > usual / 4);
});

test('a batch takes fewer drafts that change rooms, and fewer messages with many names', () => {
  const budget = new BatchBudget();
  assert.ok(fill(budget, { kind: 'joined' }) < fill(budget) / 3);
  assert.ok(fill(budget, message, 200) < fill(budget) / 5);
});

test('handing out to many is not split because judging is slow', () => {
  const hearers: Hearers = { groups: new Map(), count: 1000, batch: 0, said: 0, thisRoomOnly: [] };
  const budget = new BatchBudget();
  const fillRoom = (): number => {
    budget.begin();
    let taken = 0;
    while (taken <= maxBatch && budget.takes({ event: message, hearers, names: 0, told: 0 })) taken++;
    return taken;
  };
  const usual = fillRoom();
  for (let batch = 0; batch < 100; batch++) budget.took(usual, 4);
  assert.ok(fillRoom() > usual / 2);
});

test('a turn that has worked long has less time to judge, but always some', () => {
  const taken = (worked: number): number => {
    const budget = new BatchBudget();
    budget.begin(worked);
    let drafts = 0;
    while (drafts <= maxBatch && budget.takes({ event: { kind: 'joined' }, hearers: undefined, names: 0, told: 0 }))
      drafts++;
    return drafts;
  };
  assert.equal(taken(1), taken(0), 'delivering the last batch hardly took time');
  assert.ok(taken(8) < 0.5 * taken(0), `${taken(8)} of ${taken(0)}`);
  assert.ok(taken(100) > 0.25 * taken(0), `${taken(100)} of ${taken(0)}`);
});
