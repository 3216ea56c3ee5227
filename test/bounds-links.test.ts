import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChildServer } from './child-server.ts';
import { Conversation } from './conversation.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import type { NickPeer } from './nick-peer.ts';

const inMemory = ['--data', ':memory:'] as const;

test('1000 silent connections do not affect others', async () => {
  await using server = await ChildServer.serve(inMemory);
  const people = [await server.join('ann'), await server.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const silent = await Promise.all(Array.from({ length: 1000 }, () => server.connect()));
  await conversation.goesOn();
  for (const peer of silent) await peer.hears('HELLO');
  await server.join('late');
  await conversation.goesOn();
  for (const peer of silent) {
    assert.deepEqual(peer.rest(), []);
    peer.link.abort();
  }
  await conversation.goesOn();
  for (const { link } of people) link.abort();
});

test('a peer that only half closes is let go, and its name with it', async () => {
  await using server = await LocalServer.open();
  const people = [await server.join('ann'), await server.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const nameless: NickPeer[] = [];
  for (let n = 0; n < 100; n++) {
    const { peer } = server.connect();
    if (n % 2) peer.say(`NICK half${n}`);
    peer.link.end();
    nameless.push(peer);
  }
  for (const peer of nameless) assert.equal(await peer.over(), 'ended');
  await conversation.goesOn();
  await server.join('half1');
  await conversation.goesOn();
});

test('where no descriptor is left, connected clients go on, and new ones may connect when others leave', async (t) => {
  if (process.platform === 'win32') return t.skip('no ulimit');
  const flood = async (megabytes: number): Promise<void> => {
    for (let n = 1; n <= megabytes * 20; n++) {
      people[1].say(...Array<string>(25).fill(`${n} ${'x'.repeat(2000)}`));
      const last = (): string | undefined => people[0].heard.findLast((text) => text.endsWith('x'));
      await people[0].until(() => last()?.startsWith(`bea: ${n} `) === true);
    }
  };
  const through = ['bash', '-c', 'ulimit -n 64; exec "$0" "$@"'] as const;
  using dir = new TemporaryDirectory();
  // Otherwise a limit on the rate would hold back six megabytes.
  await using server = await ChildServer.serve(['--data', dir.path, '--no-limits'], { through });
  const people = [await server.join('ann'), await server.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  // Checkpoints run on a thread with its own connection and descriptors.
  await flood(6);
  const crowd = await Promise.all(Array.from({ length: 640 }, () => server.connect()));
  const served = (peer: NickPeer): boolean => peer.heard.length > 0;
  await Promise.all(crowd.map((peer) => peer.until(() => served(peer) || peer.end !== undefined)));
  assert.ok(crowd.some(served) && !crowd.every(served), `${crowd.filter(served).length} were served`);
  await flood(6);
  await conversation.goesOn();
  for (const { link } of crowd) link.abort();
  await conversation.goesOn();
  const late = await server.join('late');
  await conversation.goesOn();
  for (const { link } of [...people, late]) link.abort();
});
