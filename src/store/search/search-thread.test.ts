import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { HandChat } from '#chat/hub/hand-bus.suite.ts';
import { openStore } from '#store/open-store.ts';
import { openSearch } from './open-search.ts';

test('beside a database, another thread keeps the index and searches in it', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-search-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const warnings: string[] = [];
  for (const round of [1, 2]) {
    const store = await openStore({ dir, durability: 'relaxed' });
    const clock = { after: () => () => {}, elapsed: () => 0 };
    const search = openSearch({ dir, store, clock, warn: (sentence) => warnings.push(sentence) });
    const hand = new HandChat(store, { search, newId: () => `handmark${round}` });
    await hand.begin();
    const { seat } = await hand.come('alice', '#lobby');
    hand.say(seat, `hello ${round}`, '#lobby');
    await hand.bus.deliver();
    const found = await hand.chat.search(seat, 'hello', { limit: 5 });
    assert.ok(typeof found === 'object' && 'hits' in found);
    // A guest may read the messages sent while it was in the room.
    assert.deepEqual(
      found.hits.map(({ snippet }) => snippet.text),
      [`hello ${round}`],
    );
    await search.close();
    await assert.rejects(search.find({} as never), /closed/);
    await store.close();
  }
  assert.deepEqual(warnings, []);
  assert.equal(statSync(join(dir, 'search.db')).mode & 0o777, 0o600);
});
