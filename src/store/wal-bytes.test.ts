import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '#chat/outcome.ts';
import { HandMadeOrder } from './hand-made-order.suite.ts';
import { WalBytes } from './wal-bytes.ts';

test('guests who come in one batch write the same pages, those who depart each their own', () => {
  const order = new HandMadeOrder();
  const bytes = new WalBytes();
  const written = (outcome: Outcome): number => {
    const before = bytes.count;
    bytes.add(outcome);
    return bytes.count - before;
  };
  bytes.begin();
  const first = order.guest('alice', 1);
  const second = order.guest('bob', 2);
  assert.equal(written(first) > 20_000, true);
  assert.equal(written(second) < 1000, true);
  for (const { user } of [first, second])
    assert.equal(written(order.accepted(user, { kind: 'went', guest: true })) > 8000, true);
  bytes.begin();
  assert.equal(written(order.guest('carol', 3)) > 20_000, true, 'in the next batch again');
});
