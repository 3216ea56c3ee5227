import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openServer } from '../../../test/transcript-server.ts';
import { ways } from '../../../test/transcript-ways.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { Person } from '#client/client-scene.suite.ts';
import { runClient } from '#client/client.ts';
import { nick } from './nick.ts';
import { OriginalClient, OriginalServer } from './originals.suite.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

for (const way of ways) {
  test(`original clients on our server, ${way}`, async (t) => {
    const server = await openServer(way, [nick]);
    t.after(() => server.close());
    const comer = async (): Promise<OriginalClient> => new OriginalClient(await server.connect('nick'));
    const [alice, bob] = [await comer(), await comer()];
    assert.equal(await alice.logsIn('alice'), 'alice');
    assert.equal(await bob.logsIn('alice', 'Alice', '', 'bob'), 'bob');
    await alice.sends('hello everyone');
    assert.equal(await bob.message(), 'alice: hello everyone');
    await bob.sends('Grüße');
    await alice.sends('and more');
    assert.equal(await alice.message(), 'bob: Grüße');
    assert.equal(await bob.message(), 'alice: and more');
    await server.stop?.();
    for (const one of [alice, bob]) assert.equal(await one.message(), 'Server will shut down in 5 seconds');
    await bob.sends('BYE');
    assert.equal(await bob.message(), undefined);
    await server.pass(5000);
    assert.equal(await alice.message(), undefined);
  });
}

test('our clients on an original server', async () => {
  const [server, clock] = [new OriginalServer(), createTestClock()];
  const come = (): { person: Person; exit: Promise<number> } => {
    const person = new Person();
    const connect = async (): Promise<ReturnType<OriginalServer['connect']>> => server.connect();
    const exit = runClient(nick, { host: '127.0.0.1', port: 43220, console: person, clock, connect, reconnect: false });
    return { person, exit };
  };
  const [alice, bob] = [come(), come()];
  alice.person.type('alice');
  await alice.person.isAsked('Me: ');
  bob.person.type('alice', 'bob');
  await bob.person.sees('Nickname already taken!');
  await clock.pass(pauseBetweenWrites);
  await bob.person.isAsked('Me: ');
  alice.person.type('hello everyone', 'one more');
  await clock.pass(2 * pauseBetweenWrites);
  await bob.person.sees('alice: one more');
  assert.deepEqual(bob.person.screen.slice(2), ['alice: hello everyone', 'alice: one more']);
  alice.person.type(undefined);
  await clock.pass(pauseBetweenWrites);
  assert.equal(await alice.exit, 0);
  server.interrupt();
  await bob.person.sees('The server will shut down in 5 seconds. Goodbye!');
  server.stop();
  assert.equal(await bob.exit, 0);
  assert.deepEqual(server.log, ['alice: "hello everyone"', 'alice: "one more"', 'alice disconnected']);
});
