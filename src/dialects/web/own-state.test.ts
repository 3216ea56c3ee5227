import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openServer } from '../../../test/transcript-server.ts';
import { asking } from './asking.suite.ts';
import { web } from './web.ts';

test('a login tells who is away so, and the list of rooms tells what they are about', async (t) => {
  const server = await openServer('in memory', [web]);
  t.after(() => server.close());
  const [first, second, guest, again] = await Promise.all([1, 2, 3, 4].map(() => asking(server)));
  assert.ok(first && second && guest && again);
  const own = { type: 'login', name: 'alice', password: 's3cret' };
  const [welcome, , list] = await first(
    { type: 'login', name: 'alice' },
    { type: 'register', password: 's3cret' },
    { type: 'rooms' },
    { type: 'join', room: '#tea' },
    { type: 'topic', room: '#tea', text: 'leaves' },
    { type: 'away', text: 'at lunch' },
  );
  assert.deepEqual([welcome?.['away'], list?.['rooms']], [undefined, []]);
  assert.equal((await second(own))[0]?.['away'], 'at lunch');
  const [listed] = await second({ type: 'rooms' });
  assert.deepEqual(listed?.['rooms'], [{ id: 5, name: '#tea', here: 1, topic: 'leaves', joined: true }]);
  const [came] = await guest(
    { type: 'login', name: 'gus' },
    { type: 'join', room: '#tea' },
    { type: 'away', text: 'out' },
  );
  assert.equal((await again({ type: 'login', token: came?.['token'] }))[0]?.['away'], 'out');
});
