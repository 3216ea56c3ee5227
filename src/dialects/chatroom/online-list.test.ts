import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { UserRef } from '#chat/event.ts';
import { OnlineList } from './online-list.ts';

/** Somebody of whom only the id is looked at. */
const unnamed = (id: number): UserRef => ({
  id,
  get name(): string {
    return assert.fail('names are not needed to count people');
  },
});

test('people are counted without the client itself, and without reading their names', () => {
  const people = [1, 2, 4, 8].map(unnamed);
  const list = new OnlineList();
  assert.equal(list.countFor(undefined, people), 4);
  for (const { id } of people) assert.equal(list.countFor(unnamed(id), people), 3);
  for (const id of [0, 3, 9]) assert.equal(list.countFor(unnamed(id), people), 4);
  assert.equal(list.countFor(unnamed(1), []), 0);
});
