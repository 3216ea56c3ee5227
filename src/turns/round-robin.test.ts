import assert from 'node:assert/strict';
import { test } from 'node:test';

import { RoundRobin } from './round-robin.ts';

interface Item {
  readonly network: string;
  readonly name: string;
}

const items = (names: string): Item[] => names.split(' ').map((name) => ({ network: name.charAt(0), name }));

function taken(queue: RoundRobin<Item>, may?: (network: string) => boolean): string {
  const names: string[] = [];
  for (let item = queue.shift(may); item; item = queue.shift(may)) names.push(item.name);
  return names.join(' ');
}

test('networks take turns; the items of one keep their order', () => {
  const queue = new RoundRobin<Item>();
  for (const item of items('a1 a2 a3 b1 c1 b2')) queue.push(item);
  assert.equal(queue.size, 6);
  assert.equal(taken(queue), 'a1 b1 c1 a2 b2 a3');
  assert.equal(queue.size, 0);
});

test('early items come before the others of their network', () => {
  const queue = new RoundRobin<Item>();
  for (const item of items('a1 b1 a2')) queue.push(item);
  for (const item of items('a3 a4 c1')) queue.push(item, true);
  assert.deepEqual(
    [...queue].map(({ name }) => name),
    ['a3', 'a4', 'a1', 'a2', 'b1', 'c1'],
  );
  assert.equal(taken(queue), 'a3 b1 c1 a4 a1 a2');
});

test('an item waits once, and can be removed', () => {
  const queue = new RoundRobin<Item>();
  const [first, second, third] = items('a1 a2 b1');
  assert.ok(first && second && third);
  for (const item of [first, second, third]) {
    queue.push(item);
    queue.push(item, true);
  }
  assert.equal(queue.size, 3);
  assert.ok(queue.delete(first));
  assert.ok(!queue.delete(first));
  assert.equal(queue.size, 2);
  assert.equal(taken(queue), 'a2 b1');
  assert.ok(!queue.delete(third));
});

test('networks that may not be served keep their place', () => {
  const queue = new RoundRobin<Item>();
  for (const item of items('a1 a2 b1 c1 c2')) queue.push(item);
  assert.equal(
    taken(queue, (network) => network === 'c'),
    'c1 c2',
  );
  assert.equal(taken(queue), 'a1 b1 a2');
});
