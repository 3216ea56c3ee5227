import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldDisk } from './held-disk.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { turns } from './middle-random.ts';
import type { NickPeer } from './nick-peer.ts';

/**
 * Waits until everything that does not need the disk has happened: in memory nothing takes this many turns of the event
 * loop.
 */
const aWhile = (): Promise<void> => turns(50);

/** Checks that no peer has received unexpected frames. */
function assertSilence(peers: readonly NickPeer[]): void {
  for (const peer of peers) assert.deepEqual(peer.rest(), []);
}

test('until a batch is on the disk nobody hears and nobody is answered anything', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  await using server = await LocalServer.open({ dir: dir.path, disk });
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  const [comer, taker] = [server.connect().peer, server.connect().peer];
  await Promise.all([comer.hears('HELLO'), taker.hears('HELLO')]);
  disk.holding = true;
  bob.say('a message');
  bob.say('/msg alice psst', '/msg nobody psst', '/help', 'NICK robert');
  comer.say('NICK carol');
  taker.say('NICK ALICE');
  await disk.asked();
  await aWhile();
  assertSilence([alice, bob, comer, taker]);
  disk.release();
  // Order is only guaranteed within a room: these two are in one batch.
  assert.deepEqual([await alice.next(), await alice.next()].toSorted(), ['bob (to you): psst', 'bob: a message']);
  await bob.hears('No user named nobody.');
  assert.match(await bob.next(), /^What you type is sent to #lobby/);
  await bob.until(() => bob.heard.at(-1) === 'READY');
  await comer.hears('READY');
  await taker.hears('RETRY');
});

test('nobody hears of an arrival or a departure before it is on the disk', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  await using server = await LocalServer.open({ dir: dir.path, disk });
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  disk.holding = true;
  bob.say('last words', 'BYE');
  await disk.asked();
  await aWhile();
  assertSilence([alice, bob]);
  assert.equal(bob.end, undefined, 'the farewell is an answer');
  await disk.letGo();
  await alice.hears('bob: last words');
  disk.release();
  assert.equal(await bob.over(), 'ended');
});

test('messages during a batch wait for their own sync', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  await using server = await LocalServer.open({ dir: dir.path, disk });
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  disk.holding = true;
  bob.say('first');
  await disk.asked();
  bob.say('second', 'third');
  await disk.letGo();
  await alice.hears('bob: first');
  await disk.asked();
  await aWhile();
  assertSilence([alice]);
  await disk.letGo();
  await alice.hears('bob: second', 'bob: third');
});

test('relaxed: committed messages are shown before the disk has synced', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  await using server = await LocalServer.open({ dir: dir.path, disk, durability: 'relaxed' });
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  disk.holding = true;
  bob.say('at once');
  await alice.hears('bob: at once');
});

test('messages of a killed run are not shown before they are synced', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  disk.holding = true;
  const opening = LocalServer.open({ dir: dir.path, disk });
  let open = false;
  void opening.then(() => (open = true));
  await disk.asked();
  await aWhile();
  assert.equal(open, false);
  disk.release();
  await using server = await opening;
  assert.ok(server);
});
