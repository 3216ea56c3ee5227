import assert from 'node:assert/strict';
import { test } from 'node:test';

import { HandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { openStore } from '#store/open-store.ts';
import { searchInMemory } from '#store/search/memory-search.ts';

test('a search finds nothing of people whom the asker ignores, unless it names them', async (t) => {
  const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
  const search = searchInMemory(store, { after: () => () => {}, elapsed: () => 0 });
  t.after(() => search.close());
  const hand = new HandChat(store, { search });
  await hand.begin();
  await hand.register('alice');
  const [alice, bob] = [await hand.come('alice', '#lobby'), await hand.come('bob', '#lobby')];
  for (const text of ['tea one', 'tea two']) hand.say(alice.seat, text, '#lobby');
  for (const text of ['tea three', 'tea four']) hand.say(bob.seat, text, '#lobby');
  await hand.bus.deliver();
  const found = async (seat: Seat<string>, query: string): Promise<readonly string[]> => {
    const answer = await hand.chat.search(seat, query, { limit: 2 });
    assert.ok(typeof answer !== 'string' && 'hits' in answer);
    return answer.hits.map(({ snippet }) => snippet.text).toSorted();
  };
  assert.deepEqual(await found(alice.seat, 'tea'), ['tea four', 'tea three']);
  hand.ask(alice.seat, 'ignore', { kind: 'ignored', name: 'bob', on: true });
  await hand.bus.deliver();
  assert.deepEqual(await found(alice.seat, 'tea'), ['tea one', 'tea two']);
  assert.deepEqual(await found(alice.seat, 'tea sort:best'), ['tea one', 'tea two']);
  assert.deepEqual(await found(alice.seat, 'tea from:bob'), ['tea four', 'tea three']);
  assert.deepEqual(await found(bob.seat, 'tea'), ['tea four', 'tea three']);
});
