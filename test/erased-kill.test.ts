import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ChildServer } from './child-server.ts';
import { TemporaryDirectory } from './local-server.ts';
import type { NickPeer } from './nick-peer.ts';

/** The files of the database that contain a text. The search index is updated later, and has its own tests. */
const filesWith = (dir: string, text: string): readonly string[] =>
  readdirSync(dir).filter((name) => name.startsWith('polylogue.') && readFileSync(join(dir, name)).includes(text));

/** A reader of the database at that moment, such as the search, delays it by a second. */
async function isGone(peer: NickPeer, dir: string, text: string): Promise<void> {
  while (filesWith(dir, text).length > 0) {
    peer.say('/topic');
    await peer.next();
  }
}

test('a text that was edited or removed is soon in no file of the database, also when the server was killed', async () => {
  using dir = new TemporaryDirectory();
  {
    await using server = await ChildServer.serve(['--data', dir.path]);
    const alice = await server.join('alice');
    alice.say('the first wording');
    alice.say('/edit the second wording');
    assert.match(await alice.next(), /^Message \d+ is now: the second wording$/);
    await isGone(alice, dir.path, 'first wording');
    assert.notDeepEqual(filesWith(dir.path, 'second wording'), []);
  }
  {
    await using server = await ChildServer.serve(['--data', dir.path]);
    const bob = await server.join('bob');
    bob.say('a slip', '/delete', 'another slip', '/delete');
    assert.match(await bob.next(), /was removed\.$/);
    assert.match(await bob.next(), /was removed\.$/);
    server.kill('SIGKILL');
    await server.exit();
  }
  await using server = await ChildServer.serve(['--data', dir.path]);
  await isGone(await server.join('carol'), dir.path, 'slip');
});
