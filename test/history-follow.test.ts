import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseRecord } from '#server/control/record.ts';
import { atTerminal, noTerminal } from './at-terminal.ts';
import { ChildServer } from './child-server.ts';
import { command } from './command.ts';
import { ControlRoom, heard } from './control-room.ts';
import { TemporaryDirectory } from './local-server.ts';
import { patiently } from './patiently.ts';
import { ServerHere } from './server-here.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));

/** `polylogue history … --follow`, in its own process. */
class Following implements Disposable {
  stdout = '';
  stderr = '';
  readonly child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #wake: () => void = () => {};

  constructor(dir: string, ...args: readonly string[]) {
    const line = [program, 'history', '#lobby', '--follow', '--data', dir, ...args];
    const child = spawn(process.execPath, line, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.#closed = once(child, 'close').then(() => this.#wake());
  }

  async shows(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      assert.equal(this.child.exitCode, null, this.stderr);
      const more = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(more, () => `${text}; it shows: ${this.stdout}${this.stderr}`);
    }
  }

  async ends(): Promise<number | null> {
    await patiently(this.#closed, () => `the end of a follower; it shows: ${this.stdout}${this.stderr}`);
    return this.child.exitCode;
  }

  [Symbol.dispose](): void {
    this.child.kill('SIGKILL');
  }
}

const textsIn = (lines: string): readonly (string | undefined)[] =>
  lines
    .trimEnd()
    .split('\n')
    .map((line) => parseRecord(JSON.parse(line))?.event.text);

test('--follow shows old messages, then new ones, until Ctrl-C or the end of the server', async () => {
  using dir = new TemporaryDirectory();
  await using server = await ServerHere.serve(['--data', dir.path, '--grace', '0']);
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  alice.say('one', 'two');
  await bob.until(() => bob.heard.includes('alice: two'));
  using text = new Following(dir.path);
  using json = new Following(dir.path, '--json', '--last', '1');
  await text.shows('alice: two\n');
  await json.shows('"two"');
  alice.say('/msg bob secret', 'three');
  await text.shows('alice: three\n');
  await json.shows('"three"');
  assert.match(text.stdout, /^\S+ \S+ {2}alice: one\n\S+ \S+ {2}alice: two\n\S+ \S+ {2}alice: three\n$/);
  assert.deepEqual(textsIn(json.stdout), ['two', 'three']);
  json.child.kill('SIGINT');
  assert.equal(await json.ends(), 0);
  assert.equal(json.stderr, '');
  bob.say('last words');
  await alice.until(() => alice.heard.includes('bob: last words'));
  server.kill('SIGTERM');
  for (const peer of [alice, bob]) {
    await peer.over();
    peer.link.end();
  }
  assert.equal(await text.ends(), 0);
  assert.equal(text.stderr, 'The server has stopped.\n');
  assert.match(text.stdout, /bob: last words\n$/);
});

test('it ends well when the server is killed, or nobody reads it', async () => {
  using dir = new TemporaryDirectory();
  await using server = await ChildServer.serve(['--data', dir.path]);
  const alice = await server.join('alice');
  using unread = new Following(dir.path);
  using text = new Following(dir.path);
  alice.say('one');
  await Promise.all([unread.shows('one\n'), text.shows('one\n')]);
  unread.child.stdout?.destroy();
  alice.say('two', 'three');
  assert.equal(await unread.ends(), 0);
  assert.equal(unread.stderr, '');
  await text.shows('three\n');
  server.kill('SIGKILL');
  assert.equal(await text.ends(), 0);
});

test('on a terminal it names the time zone, and Ctrl-C ends it', { skip: noTerminal }, async () => {
  await using room = await ControlRoom.open();
  const [alice, bob] = [await room.server.join('alice'), await room.server.join('bob')];
  alice.say('one');
  await bob.hears('alice: one');
  const shown = await atTerminal(['history', '#lobby', '--follow', '--data', room.dir], ['one', '\u0003']);
  assert.equal(shown.code, 0);
  assert.match(shown.screen, /Times are in \S+, now UTC[+-]\d\d:\d\d\./);
});

test('--follow needs a running server', async () => {
  using dir = new TemporaryDirectory();
  const server = await ServerHere.serve(['--data', dir.path, '--grace', '0']);
  const alice = await server.join('alice');
  alice.say('one', '/msg nobody done');
  await alice.hears('No user named nobody.');
  await server[Symbol.asyncDispose]();
  const { code, stderr } = await command(['history', '#lobby', '--follow', '--data', dir.path]);
  assert.deepEqual([code, /No server runs there, so there is nothing to follow/.test(stderr)], [1, true]);
});

const ask = (more: object = {}): string =>
  `${JSON.stringify({ kind: 'history', room: '#lobby', follow: true, ...more })}\n`;

test('the number of followers is bounded, and a place is free again after a disconnect', async () => {
  await using room = await ControlRoom.open();
  const [alice, bob] = [await room.server.join('alice'), await room.server.join('bob')];
  alice.say('one');
  await bob.hears('alice: one');
  const sockets = await Promise.all(Array.from({ length: 8 }, () => room.socket()));
  for (const socket of sockets) {
    socket.setEncoding('utf8').write(ask());
    let all = '';
    while (!all.includes('upToDate')) all += String((await patiently(once(socket, 'data'), () => all))[0]);
  }
  assert.match(await room.answerTo(ask()), /"failed":"Too many commands follow rooms already \(8\)/);
  const ends = sockets.map((socket) => heard(socket.end()));
  for (const end of await Promise.all(ends)) assert.match(end, /"done":true/);
  const next = await room.socket();
  next.setEncoding('utf8').write(ask());
  let all = '';
  while (!all.includes('upToDate')) all += String((await patiently(once(next, 'data'), () => all))[0]);
  next.destroy();
  assert.deepEqual(room.logged, []);
});

test('an account follows a room as far as it may read it', async () => {
  await using room = await ControlRoom.open();
  const { server } = room;
  const { argonPasswords } = await import('#server/passwords.ts');
  const secret = await argonPasswords({ memory: 8, passes: 1, parallelism: 1 }).hash('swordfish');
  assert.equal((await server.chat.command({ kind: 'registered', name: 'bob', secret })).kind, 'entry');
  const alice = await server.join('alice');
  alice.say('before');
  const bob = await server.join('bob swordfish');
  alice.say('while');
  await bob.hears('alice: while');
  const socket = await room.socket();
  socket.setEncoding('utf8').write(ask({ account: 'bob' }));
  let all = '';
  const until = async (words: string): Promise<void> => {
    while (!all.includes(words)) all += String((await patiently(once(socket, 'data'), () => all))[0]);
  };
  await until('upToDate');
  alice.say('later');
  await until('later');
  assert.doesNotMatch(all, /before/);
  assert.equal(all.match(/while/g)?.length, 1);
  socket.destroy();
});
