import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreError } from '#store/store-error.ts';
import { HeldDisk } from './held-disk.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { turns } from './middle-random.ts';
import { chunkOf } from './nick-peer.ts';
import { textsIn } from './stored-log.ts';

/** With less free space than this, in bytes, nothing is accepted. */
const reserve = 64 * 1_048_576;
const lines = 60;
const long = 'x'.repeat(1900);

test('when a sync fails nobody is ever answered, and nothing more is written', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  await using server = await LocalServer.open({ dir: dir.path, disk });
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  const { peer: comer } = server.connect();
  await comer.hears('HELLO');
  disk.holding = true;
  bob.say('never shown', '/msg nobody psst');
  comer.say('NICK carol');
  await disk.asked();
  bob.say('never written');
  await disk.letGo(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO', syscall: 'fdatasync' }));
  await Promise.all([alice.over(), bob.over(), comer.over()]);
  assert.ok(server.failure instanceof StoreError);
  assert.equal(server.failure.exit, 74);
  assert.match(server.failure.message, /^The disk fails: .*polylogue\.db cannot be read or written \(EIO: .*\)\.$/);
  disk.release();
  await turns(50);
  for (const peer of [alice, bob, comer]) assert.deepEqual(peer.rest(), []);
  assert.ok(!textsIn(dir.path).some((body) => body.includes('never written')));
});

test('when the disk is full in mid-batch the batch is taken back and nobody is answered', async () => {
  using dir = new TemporaryDirectory();
  const heard: string[] = [];
  {
    await using server = await LocalServer.open({
      dir: dir.path,
      parts: { connected: (db) => db.exec('PRAGMA max_page_count = 120') },
    });
    const [alice, bob] = [await server.join('alice'), await server.join('bob')];
    alice.onFrame = (text) => heard.push(text);
    for (let n = 0; server.failure === undefined; n += lines) {
      bob.link.write(chunkOf(...Array.from({ length: lines }, (_, index) => `${n + index} ${long}`)));
      const all = (): boolean => alice.heard.length >= n + lines || alice.end !== undefined;
      await alice.until(all);
    }
    assert.ok(server.failure instanceof StoreError);
    assert.equal(server.failure.exit, 74);
    assert.match(server.failure.message, /^The disk is full: .*polylogue\.db cannot grow\.$/);
    assert.equal(await bob.over(), 'ended');
    assert.deepEqual(bob.rest(), []);
  }
  assert.ok(heard.length > 0);
  assert.deepEqual(
    heard.map((text) => text.split(' ')[1]),
    textsIn(dir.path).map((body) => body.split(' ')[0]),
  );
  await using later = await LocalServer.open({ dir: dir.path });
  const [alice, bob] = [await later.join('alice'), await later.join('bob')];
  bob.say('it goes on');
  await alice.hears('bob: it goes on');
});

test('below the reserve nothing is taken, everybody stays, and it goes on when there is room', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  disk.free = 2 * reserve - 1;
  await using server = await LocalServer.open({ dir: dir.path, disk });
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  const { peer: comer } = server.connect();
  await comer.hears('HELLO');
  const full = "The server's disk is full; try again later.";

  disk.free = reserve - 1;
  await server.clock.pass(1000);
  bob.say('refused', '/msg alice refused', 'NICK robert', '/help');
  await bob.hears(full, full, full);
  assert.match(await bob.next(), /^What you type/);
  bob.rest();
  comer.say('NICK carol');
  await comer.hears(full);
  assert.deepEqual(alice.rest(), []);
  assert.deepEqual([alice.end, bob.end, comer.end], [undefined, undefined, undefined]);

  disk.free = reserve;
  await server.clock.pass(1000);
  comer.say('NICK carol');
  await comer.hears(full);

  disk.free = reserve + reserve / 8;
  await server.clock.pass(1000);
  comer.say('NICK carol');
  await comer.hears('READY');
  bob.say('taken');
  await alice.hears('bob: taken');
  await comer.hears('bob: taken');
});

test('below the reserve one may still leave', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  disk.free = 2 * reserve - 1;
  await using server = await LocalServer.open({ dir: dir.path, disk });
  const bob = await server.join('bob');
  disk.free = 0;
  await server.clock.pass(1000);
  bob.say('BYE');
  assert.equal(await bob.over(), 'ended');
});
