import type { Range, Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, lstatSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { openControl } from '#server/control/control-server.ts';
import { ChildServer } from './child-server.ts';
import { ServerHere } from './server-here.ts';
import { command, output } from './command.ts';
import { ControlRoom, heard } from './control-room.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';

const accounts = '{"kind": "accounts"}\n';
const done = '{"done":true}\n';
const skip = process.platform === 'win32' && 'a named pipe';

test('only its owner may reach the socket, and it goes with the server', { skip }, async () => {
  using dir = new TemporaryDirectory();
  const path = join(dir.path, 'control');
  const mask = process.umask();
  {
    await using server = await LocalServer.open({ dir: dir.path });
    await openControl({ dir: dir.path, store: server.store, chat: server.chat, log: () => assert.fail() });
    assert.ok(lstatSync(path).isSocket());
    assert.equal(lstatSync(path).mode & 0o777, 0o600);
  }
  assert.equal(process.umask(), mask);
  assert.ok(!existsSync(path));
});

test('files that a killed server has left behind do no harm', { skip }, async () => {
  using dir = new TemporaryDirectory();
  await using first = await ChildServer.serve(['--data', dir.path]);
  first.kill('SIGKILL');
  await first.exit();
  assert.ok(lstatSync(join(dir.path, 'control')).isSocket());
  assert.equal(await output(['account', 'list', '--data', dir.path]), '');
  await using second = await ServerHere.serve(['--data', dir.path, '--grace', '0']);
  assert.equal(await output(['account', 'add', 'alice', '--data', dir.path], 'swordfish\n'), '');
  assert.match(await output(['account', 'list', '--data', dir.path]), /^alice /);
  second.kill('SIGTERM');
  assert.equal(await second.exit(), 0);
  assert.ok(!existsSync(join(dir.path, 'control')));
});

test('where it cannot be made the server goes on without, and says so', { skip }, async () => {
  using dir = new TemporaryDirectory();
  const logged: string[] = [];
  const log = (event: string): void => void logged.push(event);
  await using server = await LocalServer.open({ dir: dir.path });
  const { store, chat } = server;
  writeFileSync(join(dir.path, 'control'), 'somebody’s file');
  await openControl({ dir: dir.path, store, chat, log });
  await openControl({ dir: join(dir.path, 'd'.repeat(100)), store, chat, log });
  assert.deepEqual(logged, ['no-control-socket', 'no-control-socket']);
  assert.ok(lstatSync(join(dir.path, 'control')).isFile());
  const { code, stderr } = await command(['account', 'list', '--data', dir.path]);
  assert.equal(code, 75);
  assert.match(stderr, /cannot be asked: control in it is not a socket\. Remove that, and start the server again\.$/m);
});

test('a path that is too long for a socket is said to be that', { skip }, async () => {
  using dir = new TemporaryDirectory();
  const deep = join(dir.path, 'd'.repeat(100));
  await using server = await ServerHere.serve(['--data', deep, '--grace', '0']);
  const { code, stderr } = await command(['account', 'list', '--data', deep]);
  assert.equal(code, 75);
  assert.match(stderr, /cannot be asked: its path is too long for a control socket\. /);
  server.kill('SIGTERM');
  assert.equal(await server.exit(), 0);
  assert.match(server.stderr, /no-control-socket.*path of the data directory is too long/);
});

test('strange requests are answered with a sentence', async () => {
  await using room = await ControlRoom.open();
  for (const line of ['\n', 'hello\n', '{"kind": 1}\n', '\u0000\n', Buffer.from([0xff, 0xfe, 0x0a])]) {
    assert.match(await room.answerTo(line), /^\{"failed":"[A-Z][^"]*[.?]"\}\n$/);
  }
  assert.equal(await room.answerTo('{"kind"', ': "acc', 'ounts"}\n'), done);
  assert.equal(await room.answerTo(`${accounts}${accounts}`), done);
  assert.deepEqual(room.logged, []);
});

test('a request has 64 kB at most', async () => {
  await using room = await ControlRoom.open();
  const padded = (bytes: number): string => `{"kind": "accounts", "x": "${'x'.repeat(bytes - 30)}"}\n`;
  assert.equal(await room.answerTo(padded(128 * 1024)), done);
  assert.match(await room.answerTo('x'.repeat(128 * 1024 + 1)), /too long/);
  assert.match(await room.answerTo('x'.repeat(10 * 1024 * 1024)), /too long|^$/);
});

test('a request must arrive within 10 s, or it is not waited for', async () => {
  await using room = await ControlRoom.open();
  const sockets = [await room.socket(), await room.socket(), await room.socket()];
  const [slow, , quick] = sockets;
  slow?.write('{"kind"');
  // A later connection was answered, so these were accepted.
  assert.equal(await room.answerTo(accounts), done);
  await room.server.clock.pass(9_999);
  quick?.write(accounts);
  assert.equal(await heard(quick ?? fail()), done);
  const ends = sockets.slice(0, 2).map(heard);
  await room.server.clock.pass(1);
  assert.deepEqual(await Promise.all(ends), ['', '']);
});

const fail = (): never => assert.fail('no such socket');

test('a limited number of clients is answered at once; the others are told so', async () => {
  await using room = await ControlRoom.open();
  const waiting: Socket[] = [];
  for (let n = 0; n < 16; n++) waiting.push(await room.socket());
  assert.match(await room.answerTo(accounts), /^\{"failed":"Too many commands/);
  for (const socket of waiting) socket.write(accounts);
  for (const socket of waiting) assert.equal(await heard(socket), done);
  assert.equal(await room.answerTo(accounts), done);
});

test('a client beyond the limit is told so', async () => {
  await using room = await ControlRoom.open();
  const waiting: Socket[] = [];
  for (let n = 0; n < 64; n++) waiting.push(await room.socket());
  await assert.rejects(
    room.ask({ kind: 'accounts' }),
    /^CommandError: The server did not answer: too many commands ask it at once/,
  );
  for (const socket of waiting) socket.destroy();
});

test('a client that does not read its answers is not served further, and does not affect others', async () => {
  let pages = 0;
  const counted = (store: Store): Store => ({
    ...store,
    entries(room: number, range: Range) {
      pages++;
      return store.entries(room, range);
    },
  });
  await using room = await ControlRoom.open(counted, { durability: 'relaxed' });
  const alice = await room.server.join('alice');
  for (let n = 0; n < 100; n++) {
    alice.say(...Array.from({ length: 20 }, (_, i) => `${n * 20 + i} ${'x'.repeat(2000)}`), `/msg alice ${n}`);
    await alice.next();
  }
  const [deaf, gone] = [await room.socket(), await room.socket()];
  for (const socket of [deaf, gone]) socket.pause().write('{"kind": "history", "room": "#lobby"}\n');
  const texts = await room.ask({ kind: 'history', room: '#lobby' });
  assert.equal(texts.length, 2000);
  const before = pages;
  assert.equal((await room.ask({ kind: 'history', room: '#lobby', last: 100 })).length, 100);
  assert.ok(pages - before < 8, `${pages - before} pages were read meanwhile`);
  assert.ok(pages < 2 * 21 - 8, `${pages} pages`);
  gone.destroy();
  await once(gone, 'close');
  const lines = (await heard(deaf.resume())).trimEnd().split('\n');
  assert.equal(lines.length, 2001);
  assert.deepEqual(room.logged, []);
});

test('the server stops without waiting for anybody who asks', async () => {
  const room = await ControlRoom.open();
  const silent = await room.socket();
  silent.write('{"kind"');
  const closed = heard(silent);
  await room[Symbol.asyncDispose]();
  assert.equal(await closed, '');
  assert.deepEqual(room.logged, []);
});
