import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ServerHere } from './server-here.ts';
import { command, output } from './command.ts';
import { ControlRoom } from './control-room.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import type { NickPeer } from './nick-peer.ts';

/** Logs in with a password; the server greets or refuses. */
async function login(peer: NickPeer, name: string, password: string): Promise<string> {
  await peer.hears('HELLO');
  peer.say(`NICK ${name} ${password}`);
  return peer.next();
}

async function refused(args: readonly string[], sentence: RegExp, code = 1, input = 'swordfish\n'): Promise<void> {
  const ran = await command(args, input);
  assert.match(ran.stderr, sentence);
  assert.deepEqual([ran.code, ran.stdout], [code, '']);
}

test('an account that is added, given another password and removed while the server runs', async () => {
  await using room = await ControlRoom.open();
  const { server } = room;
  const data = ['--data', room.dir] as const;
  const added = await command(['account', 'add', 'Alice', ...data], 'swordfish\nmore\n');
  assert.deepEqual([added.code, added.stdout, added.stderr], [0, '', 'Account Alice created.\n']);
  const alice = server.connect().peer;
  assert.equal(await login(alice, 'alice', 'swordfish'), 'READY');
  assert.match(await output(['account', 'list', ...data]), /^Alice {17}2026-11-\d\d \d\d:\d\d {2}present\n$/);
  await output(['account', 'passwd', 'ALICE', ...data], 'another-secret');
  assert.equal(await alice.over().then(() => 'ended'), 'ended');
  assert.notEqual(await login(server.connect().peer, 'alice', 'swordfish'), 'READY');
  assert.equal(await login(server.connect().peer, 'alice', 'another-secret'), 'READY');
  await output(['account', 'remove', 'alice', '--yes', ...data]);
  assert.equal(await output(['account', 'list', ...data]), '');
  await refused(['account', 'remove', 'alice', '--yes', ...data], /There is no account alice\.\n$/);
  await refused(['account', 'passwd', 'alice', ...data], /There is no account alice\.\n$/);
});

test('without a server the command opens the directory, and a later server has the changes', async () => {
  using dir = new TemporaryDirectory();
  const data = ['--data', dir.path] as const;
  await (await LocalServer.open({ dir: dir.path }))[Symbol.asyncDispose]();
  for (const name of ['alice', 'bob', 'carol']) await output(['account', 'add', name, ...data], 'swordfish\n');
  await output(['account', 'passwd', 'bob', ...data], 'another-secret\n');
  await output(['account', 'remove', 'carol', '--yes', ...data]);
  const listed = (await output(['account', 'list', '--json', ...data])).trimEnd().split('\n');
  assert.deepEqual(
    listed.map((line): unknown => ({ ...JSON.parse(line), registered: '' })),
    ['alice', 'bob'].map((name) => ({ name, registered: '', present: false })),
  );
  assert.match(listed[0] ?? '', /"registered":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/);
  await using server = await ServerHere.serve(data);
  assert.equal(await login(await server.connect(), 'alice', 'swordfish'), 'READY');
  assert.equal(await login(await server.connect(), 'bob', 'another-secret'), 'READY');
});

test('reasons why an account cannot be created', async () => {
  await using room = await ControlRoom.open();
  const data = ['--data', room.dir] as const;
  await room.server.join('alice');
  const add = (name: string): readonly string[] => ['account', 'add', name, ...data];
  await refused(
    add('alice'),
    /alice is in the chat as a guest: only they can make that name theirs, with \/register\./,
  );
  await refused(add('#bob'), /#bob cannot be a name/);
  await refused(add('bo\u001b'), /bo␛ cannot be a name/);
  await refused(add('server'), /server is reserved/);
  await refused(add('bob'), /There is no password on standard input/, 1, '');
  await refused(add('bob'), /There is no password on standard input/, 1, 'x'.repeat(100_000));
  await refused(add('bob'), /A password has 1 to 128 characters and no spaces/, 1, 'sword fish\n');
  await refused(['account', 'remove', 'bob', ...data], /There is no account bob/);
  await output(add('bob'), 'swordfish\r\n');
  await refused(add('BOB'), /bob has an account already/);
  await refused(['account', 'remove', 'bob', ...data], /There is no terminal to ask at: add --yes\./, 64);
  assert.equal(await login(room.server.connect().peer, 'bob', 'swordfish'), 'READY');
});

test('a byte order mark before a piped password is no part of it', async () => {
  await using room = await ControlRoom.open();
  await output(['account', 'add', 'alice', '--data', room.dir], '\ufeffswordfish\r\n');
  const alice = room.server.connect().peer;
  await alice.hears('HELLO');
  alice.say('NICK alice swordfish');
  await alice.hears('READY');
});

test('a short password is taken, with a note', async () => {
  await using room = await ControlRoom.open();
  const added = await command(['account', 'add', 'alice', '--data', room.dir], 'abc\n');
  assert.equal(added.code, 0);
  assert.match(added.stderr, /^note: this password is short/);
});

test('the password is kept as a hash alone', async () => {
  using dir = new TemporaryDirectory();
  const data = ['--data', dir.path] as const;
  await using server = await ServerHere.serve([...data, '--grace', '0']);
  await output(['account', 'add', 'alice', ...data], 'swordfish\n');
  server.kill('SIGTERM');
  assert.equal(await server.exit(), 0);
  assert.ok(!server.stderr.includes('swordfish') && !server.stderr.includes('argon2'));
  const kept = readFileSync(join(dir.path, 'polylogue.db'), 'latin1');
  assert.ok(!kept.includes('swordfish') && kept.includes('$argon2id$'));
});
