import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { ChildServer } from './child-server.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';

const lockedWords = 'The database is locked by another program; try again in a moment.';

/** Another program has opened the database, and keeps it locked. */
function viewerOf(dir: string): DatabaseSync {
  const viewer = new DatabaseSync(join(dir, 'polylogue.db'), { timeout: 5000 });
  viewer.exec('BEGIN IMMEDIATE');
  return viewer;
}

describe('a viewer that keeps the database locked', { concurrency: true }, () => {
  test('has posts refused; links go on, and all goes on after it', async () => {
    using dir = new TemporaryDirectory();
    await using server = await ChildServer.serve(['--data', dir.path, '--grace', '0']);
    const [alice, bob, carol] = [await server.join('alice'), await server.join('bob'), await server.join('carol')];
    const viewer = viewerOf(dir.path);
    alice.say('never said');
    await alice.hears(lockedWords);
    const dora = await server.connect();
    await dora.hears('HELLO');
    bob.say('/help');
    await bob.next();
    assert.ok(bob.rest().every((line) => line !== lockedWords));
    carol.say('BYE');
    bob.say('not said either');
    await bob.until(() => bob.heard.includes(lockedWords));
    bob.rest();
    viewer.exec('ROLLBACK');
    await carol.over();
    carol.link.end();
    alice.say('said');
    await bob.hears('alice: said');
    dora.say('NICK dora');
    await dora.hears('READY');
    assert.deepEqual(
      server.logged.map(({ event }) => event),
      ['locked', 'unlocked'],
    );
    viewer.close();
  });

  test('a stop waits for it for 5 s, and then says why it ends', async () => {
    using dir = new TemporaryDirectory();
    await using server = await ChildServer.serve(['--data', dir.path, '--grace', '0']);
    const alice = await server.join('alice');
    const viewer = viewerOf(dir.path);
    server.kill('SIGTERM');
    assert.equal(await server.exit(), 75);
    assert.match(server.said, /^polylogue serve: Another program keeps .*polylogue\.db locked\.\n$/);
    await alice.over();
    alice.link.end();
    viewer.close();
  });

  test('a start waits for it for 5 s, and then says so', async () => {
    using dir = new TemporaryDirectory();
    await (await LocalServer.open({ dir: dir.path }))[Symbol.asyncDispose]();
    const viewer = viewerOf(dir.path);
    await using second = new ChildServer(['serve', '--listen', 'nick://127.0.0.1:0', '--data', dir.path]);
    assert.equal(await second.exit(), 75);
    assert.match(second.said, /Another program keeps .*polylogue\.db locked\.\n$/);
    viewer.close();
  });
});
