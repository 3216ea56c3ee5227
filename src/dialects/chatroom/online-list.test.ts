import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { UserRef } from '#chat/event.ts';
import { OnlineList } from './online-list.ts';
import { unpickled } from './pickle.ts';

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

test('names are read and sorted once as long as nobody comes or goes', () => {
  let read = 0;
  const person = (id: number, called: string): UserRef => ({
    id,
    get name(): string {
      read++;
      return called;
    },
  });
  const people = [person(1, 'carol'), person(2, 'alice'), person(3, 'bob')];
  const list = new OnlineList();
  const namesFor = (own: UserRef, all: readonly UserRef[]): unknown => unpickled(list.namesFor(own, all));
  assert.deepEqual(namesFor({ id: 2, name: 'alice' }, people), ['bob', 'carol']);
  assert.deepEqual(namesFor({ id: 1, name: 'carol' }, people), ['alice', 'bob']);
  assert.equal(read, 3);
  assert.deepEqual(namesFor({ id: 1, name: 'carol' }, people.slice(0, 2)), ['alice']);
});
