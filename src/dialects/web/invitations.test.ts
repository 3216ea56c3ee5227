import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openServer } from '../../../test/transcript-server.ts';
import { asking } from './asking.suite.ts';
import { web } from './web.ts';

test('all invitations to a room are found, however many there are to others', async (t) => {
  const server = await openServer('in memory', [web]);
  t.after(() => server.close());
  const ask = await asking(server);
  await ask(
    { type: 'login', name: 'alice' },
    { type: 'register', password: 's3cret' },
    { type: 'join', room: '#tea' },
    { type: 'join', room: '#den' },
  );
  const make = (room: string) => ({ type: 'invite-code', room });
  const toTea = Array.from({ length: 45 }, () => make('#tea'));
  for (const made of [[make('#den')], toTea, toTea, toTea, toTea, toTea, [make('#den')]]) {
    for (const { type } of await ask(...made)) assert.equal(type, 'invite-code');
  }
  const found: unknown[] = [];
  let after: unknown = 0;
  for (let pages = 0; after !== undefined; pages++) {
    assert.ok(pages < 3);
    const [answer = {}] = await ask({ type: 'invitations', room: '#den', after });
    found.push(...Object(answer['invitations']));
    after = answer['next'];
  }
  assert.equal(found.length, 2);
});
