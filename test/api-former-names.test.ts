import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiStage } from './api-stage.ts';

test('a room that is asked for by a name it had of late is told by the new one, to its members alone', async () => {
  await using stage = await ApiStage.start();
  const alice = await stage.account('alice');
  const bob = await stage.account('bob');
  const carol = await stage.account('carol');
  for (const code of [alice, bob]) await stage.get('POST /rooms/milk/membership', { code });
  await stage.get('PUT /rooms/milk/name', { code: alice, body: { to: 'cream' } });
  const reads = [
    'GET /rooms/milk',
    'GET /rooms/milk/messages',
    'GET /rooms/milk/members',
    'GET /rooms/milk/lists/ban',
    'GET /rooms/milk/webhooks',
    'GET /invitations?room=milk',
    'GET /search?q=x&in=milk',
    'GET /search?q=x%20in:%23milk',
    'POST /rooms/milk/typing',
  ];
  const details = async (code: string): Promise<ReadonlySet<unknown>> => {
    const told = new Set<unknown>();
    for (const read of reads) {
      const { status, body } = await stage.ask(read, { code });
      told.add(`${status} ${Object(body).code} ${Object(body).detail}`);
    }
    return told;
  };
  const renamed = '404 room-renamed milk is now called #cream.';
  assert.deepEqual(await details(bob), new Set([renamed.replace('milk', '#milk'), renamed]));
  const none = new Set(['404 no-room There is no room #milk.', '404 no-room There is no room milk.']);
  assert.deepEqual(await details(carol), none);
  // Nor does a secret room that gets the old name change that.
  await stage.get('POST /rooms/milk/membership', { code: carol });
  for (const setting of ['invite-only', 'secret'])
    await stage.get(`PUT /rooms/milk/settings/${setting}`, { code: carol, body: { value: 'yes' } });
  assert.deepEqual(await details(bob), new Set([renamed.replace('milk', '#milk'), renamed]));
});
