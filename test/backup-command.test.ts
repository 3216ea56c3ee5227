import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Cursor } from '#chat/cursor.ts';
import { nodeSession } from '#chat/hub/sessions/node-session.ts';
import { ChildServer } from './child-server.ts';
import { ServerHere } from './server-here.ts';
import { command, output } from './command.ts';
import { ControlRoom } from './control-room.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { patiently } from './patiently.ts';
import { textsIn } from './stored-log.ts';

test('a backup of a running server can be restored in another directory', async () => {
  using dir = new TemporaryDirectory();
  const [data, file, restored] = [join(dir.path, 'data'), join(dir.path, 'copy.db'), join(dir.path, 'restored')];
  await using server = await ServerHere.serve(['--data', data]);
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  await output(['account', 'add', 'carol', '--data', data], 'swordfish\n');
  alice.say('kept');
  await bob.hears('alice: kept');
  const made = await command(['backup', file, '--data', data]);
  assert.equal(made.code, 0);
  assert.match(
    made.stderr,
    /^Backup written to \S+copy\.db: 3 entries, 1 account, \d+ kB, up to \d{4}-.* \d\d:\d\d; checked\.\n$/,
  );
  alice.say('after');
  await bob.hears('alice: after');
  if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(dir.path).sort(), ['copy.db', 'data']);
  mkdirSync(restored);
  copyFileSync(file, join(restored, 'polylogue.db'));
  assert.deepEqual(textsIn(restored), ['kept']);
  await using second = await ServerHere.serve(['--data', restored]);
  const carol = await second.connect();
  await carol.hears('HELLO');
  carol.say('NICK carol swordfish');
  await carol.hears('READY');
  assert.match(await output(['history', '#lobby', '--data', restored]), /^\S+ \S+ {2}alice: kept\n$/);
  assert.match(await output(['account', 'list', '--data', restored]), /^carol .* present\n$/);
});

test('an existing file is not changed, and a missing data directory is not created', async () => {
  using dir = new TemporaryDirectory();
  const missing = await command(['backup', join(dir.path, 'copy.db'), '--data', join(dir.path, 'none')]);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /There is no chat in/);
  assert.deepEqual(readdirSync(dir.path), []);
  await using room = await ControlRoom.open();
  const there = await command(['backup', room.path, '--data', room.dir]);
  assert.equal(there.code, 1);
  assert.match(there.stderr, /exists already/);
  const nowhere = await command(['backup', join(dir.path, 'none', 'copy.db'), '--data', room.dir]);
  assert.equal(nowhere.code, 73);
  assert.match(nowhere.stderr, /There is no directory for/);
  const nameless = await command(['backup', '', '--data', room.dir]);
  assert.deepEqual([nameless.code, nameless.stderr.split('\n')[0]], [64, 'polylogue backup: FILE is empty.']);
});

test('Ctrl-C ends it at once and leaves nothing', { skip: process.platform === 'win32' && 'no signals' }, async () => {
  using dir = new TemporaryDirectory();
  const data = join(dir.path, 'data');
  await (await LocalServer.open({ dir: data }))[Symbol.asyncDispose]();
  const db = new DatabaseSync(join(data, 'polylogue.db'));
  // It is unreadable, so no copy is made.
  db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  try {
    await using copying = new ChildServer(['backup', join(dir.path, 'copy.db'), '--data', data]);
    const begun = async (): Promise<void> => {
      // Another process needs the core meanwhile.
      while (readdirSync(dir.path).length < 2 && !copying.ended) await setTimeout(5);
    };
    await patiently(begun(), () => 'the beginning of a copy');
    copying.kill('SIGINT');
    assert.equal(await copying.exit(), 'SIGINT');
    assert.deepEqual(readdirSync(dir.path), ['data']);
  } finally {
    db.close();
  }
});

/** Starts a server on a copy of `file`, and sends it a request. */
async function onCopy<T>(file: string, dir: string, ask: (server: LocalServer) => Promise<T>): Promise<T> {
  mkdirSync(dir);
  copyFileSync(file, join(dir, 'polylogue.db'));
  await using server = await LocalServer.open({ dir });
  return await ask(server);
}

/** The result of a login with a cursor. */
function follow({ chat }: LocalServer, cursor: Cursor): string {
  const seat = chat.open(nodeSession);
  const refusal = chat.follow(seat, cursor);
  chat.close(seat);
  return refusal ?? 'followed';
}

test('a restored order has a new epoch, so old cursors are not valid', async () => {
  using dir = new TemporaryDirectory();
  const file = join(dir.path, 'copy.db');
  const old = await (async (): Promise<Cursor> => {
    await using room = await ControlRoom.open();
    const [alice, bob] = [await room.server.join('alice'), await room.server.join('bob')];
    alice.say('one', '/msg bob psst');
    await bob.until(() => bob.heard.length >= 4);
    assert.equal((await command(['backup', file, '--data', room.dir])).code, 0);
    const cursor = room.server.chat.cursor();
    assert.equal(follow(room.server, cursor), 'followed');
    return cursor;
  })();
  const first = join(dir.path, 'first');
  const founded = await onCopy(file, first, async (server) => {
    const { epoch, seq } = server.chat.cursor();
    assert.match(epoch, /^[0-9a-z]{12}$/);
    assert.notEqual(epoch, old.epoch);
    assert.ok(seq > old.seq);
    assert.equal(follow(server, old), 'cursor-invalid');
    assert.equal(follow(server, server.chat.cursor()), 'followed');
    assert.deepEqual(server.store.present(), []);
    const alice = await server.join('alice');
    const bob = await server.join('bob');
    alice.say('two');
    await bob.hears('alice: two');
    return epoch;
  });
  assert.deepEqual(textsIn(first), ['one', 'psst', 'two']);
  {
    await using again = await LocalServer.open({ dir: first });
    assert.equal(again.chat.cursor().epoch, founded);
  }
  const other = await onCopy(file, join(dir.path, 'second'), async ({ chat }) => chat.cursor().epoch);
  assert.notEqual(other, founded);
});
