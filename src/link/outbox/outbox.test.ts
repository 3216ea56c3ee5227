import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutboxBudget } from './outbox-budget.ts';

test('an address has scarce room from half of its eighth on, and all have it from half of the budget on', () => {
  const budget = new OutboxBudget(800);
  budget.recount('one', 0, 30);
  budget.recount('one', 0, 20);
  assert.deepEqual([budget.isScarce('one'), budget.isScarce('other')], [false, false]);
  budget.recount('one', 20, 21);
  assert.deepEqual([budget.isScarce('one'), budget.isScarce('other')], [true, false]);
  budget.recount('third', 0, 349);
  assert.deepEqual([budget.used, budget.isScarce('other')], [400, false]);
  budget.recount('third', 349, 350);
  assert.equal(budget.isScarce('other'), true);
  budget.recount('third', 350, 0);
  budget.recount('one', 30, 0);
  assert.deepEqual([budget.used, budget.isScarce('one')], [21, false]);
});

test('beyond the budget, links of addresses with more than an eighth of it are closed, and no others', () => {
  const budget = new OutboxBudget(800);
  assert.equal(budget.recount('large', 0, 800), true);
  assert.equal(budget.recount('small', 0, 100), true);
  assert.equal(budget.recount('large', 800, 799), false);
  assert.equal(budget.recount('small', 100, 101), false);
  assert.equal(budget.recount('large', 799, 600), true);
  assert.equal(budget.recount('small', 101, 200), true);
});
