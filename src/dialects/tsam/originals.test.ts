import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Person } from '#client/client-scene.suite.ts';
import { runClient } from '#client/client.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import { openServer } from '../../../test/transcript-server.ts';
import { ways } from '../../../test/transcript-ways.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { pause as reading } from './client/split-replies.ts';
import { OriginalClient, OriginalServer } from './originals.suite.ts';
import { pause as replying } from './paced-replies.ts';
import { tsam } from './tsam.ts';

for (const way of ways) {
  test(`original clients on our server, ${way}`, async (t) => {
    const server = await openServer(way, [tsam]);
    t.after(() => server.close());
    const client = new OriginalClient(await server.connect('tsam'));
    const asks = async (line: string): Promise<string> => {
      await client.types(line);
      const printed = await client.prints();
      await server.pass(replying);
      return printed;
    };
    assert.match(await asks('LISTSERVERS'), /^SERVERS,A5_1,[^,;]+,\d+$/);
    await client.types('SENDMSG,A5_1,RANDOM MESSAGFE');
    assert.equal(await asks('GETMSG,A5_1'), 'From self: RANDOM MESSAGFE');
    assert.equal(await asks('GETMSG,A5_1'), 'No messages found for group A5_1');
    assert.match(await asks('HELO some text'), /^Hello some text: you are A5_1 at /);
    assert.match(await asks('HELO,A5_1'), /^SERVERS,A5_1,[^,;]+,\d+$/);
    assert.equal(await asks('SENDMSG,A5_1'), 'Error: Invalid SENDMSG command format.');
    assert.equal(await asks('KEEPALIVE,A5_1'), 'KEEPALIVE,0');
    // The end of its input.
    for (let n = 0; n < 100; n++) await client.types('');
    assert.equal(await asks('KEEPALIVE'), 'KEEPALIVE,0');
    await client.types('LEAVE');
    assert.equal(await client.prints(), 'Over and Out');
  });
}

test('our client on an original server', async () => {
  const [server, clock, person] = [new OriginalServer(), createTestClock(), new Person()];
  const connect = async (): Promise<ReturnType<OriginalServer['connect']>> => server.connect();
  const exit = runClient(tsam, { host: '127.0.0.1', port: 4021, console: person, clock, connect, reconnect: false });
  const received: string[] = [];
  for (const line of [
    'LISTSERVERS',
    'SENDMSG,A5_1,one',
    'SENDMSG,A5_1,two',
    'GETMSGS,A5_1',
    'NONSENSE',
    'GETMSG,A5_9',
  ]) {
    const asked = person.screen.length;
    person.type(line);
    while (!person.screen.slice(asked).some((shown) => shown.endsWith(` Sent: ${line}`))) await clock.pass(1);
    await clock.pass(reading);
    await clock.pass(pauseBetweenWrites);
  }
  for (const shown of person.screen) received.push(/Received: (.*)$/.exec(shown)?.[1] ?? '');
  assert.deepEqual(
    received.filter((each) => each !== ''),
    ['SERVERS,A5_1,127.0.0.1,50932', 'From self: oneFrom self: two', 'No messages found for group A5_9'],
  );
  person.type('/quit');
  await clock.pass(pauseBetweenWrites);
  assert.equal(await exit, 0);
  assert.deepEqual(server.log, [
    '\x01LISTSERVERS\x04',
    '\x01SENDMSG,A5_1,one\x04',
    '\x01SENDMSG,A5_1,two\x04',
    '\x01GETMSGS,A5_1\x04',
    '\x01NONSENSE\x04',
    '\x01GETMSG,A5_9\x04',
    '\x01LEAVE\x04',
  ]);
});

test('an original server that closes: Over and Out', async () => {
  const [server, clock, person] = [new OriginalServer(), createTestClock(), new Person()];
  const connect = async (): Promise<ReturnType<OriginalServer['connect']>> => server.connect();
  const exit = runClient(tsam, { host: '127.0.0.1', port: 4021, console: person, clock, connect, reconnect: false });
  person.type('LISTSERVERS');
  while (server.log.length === 0) await clock.pass(1);
  server.stop();
  assert.equal(await exit, 1);
  assert.equal(person.screen.at(-1), 'Over and Out');
});
