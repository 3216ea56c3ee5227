import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Person } from '#client/client-scene.suite.ts';
import { runClient } from '#client/client.ts';
import type { Link } from '#link/link.ts';

import { createTestClock } from '../../../test/test-clock.ts';
import { client } from './client/client.ts';
import { welcome } from './client/scene.suite.ts';
import { disconnectedWords, namePrompt } from './client/words.ts';
import { OriginalServer, startUp } from './original-server.suite.ts';

test('our clients on an original server', async () => {
  const clock = createTestClock();
  const server = new OriginalServer(clock);
  const come = (...lines: readonly (string | undefined)[]): { person: Person; exit: Promise<number> } => {
    const person = new Person();
    person.type(...lines);
    const connect = async (): Promise<Link> => server.connect();
    const exit = runClient(
      { name: 'direct', port: 8080, client },
      { host: '127.0.0.1', port: 8080, console: person, clock, connect, reconnect: false },
    );
    return { person, exit };
  };
  const bob = come('bob');
  await bob.person.isAsked('');
  await clock.pass(startUp);
  await bob.person.sees(welcome('bob'));

  const alice = come('bob');
  await alice.person.isAsked('');
  await clock.pass(startUp);
  await alice.person.sees('Username already taken. Connection closing.');
  await alice.person.isAsked(namePrompt, 2);
  alice.person.type('alice', 'bob: one', 'bob: two: more', 'eve: psst', 'no colon', undefined);
  await alice.person.isAsked('', 2);
  await clock.pass(startUp + 1000);
  assert.equal(await alice.exit, 0);
  assert.deepEqual(alice.person.screen.slice(1), [
    welcome('alice'),
    'User not found.',
    'Invalid format. Use: username: message',
  ]);
  assert.deepEqual(bob.person.screen, [welcome('bob'), '[alice] one', '[alice] two: more']);
  assert.deepEqual(server.received.slice(3), ['bob: one', 'bob: two: more', 'eve: psst', 'no colon']);
  assert.deepEqual(server.disconnected, ['alice']);

  server.stop();
  assert.equal(await bob.exit, 1);
  assert.equal(bob.person.screen.at(-1), disconnectedWords);
});
