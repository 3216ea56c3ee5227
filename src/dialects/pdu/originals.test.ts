import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openServer } from '../../../test/transcript-server.ts';
import { ways } from '../../../test/transcript-ways.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { Person } from '#client/client-scene.suite.ts';
import { runClient } from '#client/client.ts';
import { nick } from '../nick/nick.ts';
import { OriginalClient as NickClient } from '../nick/originals.suite.ts';
import { pingInterval } from './client/conversation.ts';
import { lineEngine, OriginalClient, OriginalServer } from './originals.suite.ts';
import { pdu } from './pdu.ts';

for (const way of ways) {
  test(`original clients on our server, ${way}`, async (t) => {
    const server = await openServer(way, [pdu, nick]);
    t.after(() => server.close());
    for (const [name, password] of [
      ['user1', 'pass1'],
      ['user2', 'pass2'],
    ] as const) {
      const maker = new NickClient(await server.connect('nick'));
      await maker.logsIn(name);
      await maker.sends(`/register ${password}`);
      assert.match((await maker.message()) ?? '', /^user. is registered/);
      await maker.sends('BYE');
      assert.equal(await maker.message(), undefined);
    }
    const comer = async (): Promise<OriginalClient> => new OriginalClient(lineEngine(await server.connect('pdu')));
    const [one, two] = [await comer(), await comer()];
    assert.equal(await one.negotiates('1.2', '1.1', '1.0'), '1.2');
    assert.equal(await one.logsIn('user1', 'pass1'), 1);
    assert.equal(await two.negotiates('1.1', '1.0'), '1.1');
    assert.equal(await two.logsIn('user1', 'pass1'), 'User already logged in from another location');
    const three = await comer();
    assert.equal(await three.logsIn('user2', 'wrong'), 'bad credentials');
    assert.equal(await three.logsIn('user2', 'pass2'), 2);
    assert.equal(await one.chats('naïve 😀 "q"'), 'naïve 😀 "q"');
    assert.equal(await three.chats('two'), 'two');
    for (let passed = 0; passed < 60_000; passed += pingInterval) {
      await server.pass(pingInterval);
      await one.pings();
    }
    assert.equal(await one.chats('still here'), 'still here');
    assert.equal(await three.chats('never pinged'), 'never pinged');
    await one.logsOut();
    assert.equal(await two.logsIn('user1', 'pass1'), 3);
    assert.equal(await one.chats('gone'), 'Client session not found');
    assert.equal(await (await comer()).negotiates('0'), 'Incompatible version');
  });
}

test('our clients on an original server', async () => {
  const [server, clock] = [new OriginalServer(), createTestClock()];
  const come = (options = {}): { person: Person; exit: Promise<number> } => {
    const person = new Person();
    const connect = async (): Promise<ReturnType<OriginalServer['connect']>> => server.connect();
    const where = { host: '127.0.0.1', port: 55667 };
    return { person, exit: runClient(pdu, { ...where, console: person, clock, connect, reconnect: false, options }) };
  };
  const [one, two] = [come(), come()];
  one.person.type('user1', 'pass1', 'naïve 😀 "q"', 'and more');
  await one.person.sees(
    `[cli] server response:  {'id': 1, 'time': ${Math.floor(clock.now() / 1000)}, 'message': 'and more'}`,
  );
  assert.ok(one.person.screen.some((line) => line.includes('naïve 😀')));
  await clock.pass(3 * pingInterval);
  two.person.type('user1', 'pass1');
  await two.person.sees('[cli] Error received [3]: User already logged in from another location');
  await two.person.isAsked('Username: ', 2);
  two.person.type('user2', 'pass2', '!exit');
  assert.equal(await two.exit, 0);
  assert.deepEqual(server.sessions, ['user1']);
  one.person.interrupt();
  assert.equal(await one.exit, 0);
  assert.deepEqual(server.sessions, []);
  const refused = come({ versions: '0' });
  assert.equal(await refused.exit, 1);
  await refused.person.sees('[cli] Error received [5]: Incompatible version');
});
