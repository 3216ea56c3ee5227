import type { Range, Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { parseRecord } from '#server/control/record.ts';
import type { ControlRequest } from '#server/control/request.ts';
import { ServerHere } from './server-here.ts';
import { command, output } from './command.ts';
import { ControlRoom } from './control-room.ts';
import { HeldDisk } from './held-disk.ts';
import { TemporaryDirectory } from './local-server.ts';
import { patiently } from './patiently.ts';

type Asked = Omit<ControlRequest & { kind: 'history' }, 'kind' | 'room'>;

async function textsOf(room: ControlRoom, name: string, asked: Asked = {}): Promise<readonly string[]> {
  const items = await room.ask({ kind: 'history', room: name, ...asked });
  return items.map((item) => {
    const record = parseRecord(item);
    assert.ok(record);
    return record.event.text ?? record.event.kind;
  });
}

const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${from + n}`);

test('all that was said, from the beginning, over many pages; or the end of it; or since a time', async () => {
  await using room = await ControlRoom.open(undefined, { durability: 'relaxed' });
  const { server } = room;
  const alice = await server.join('alice');
  const bob = await server.join('bob');
  for (let n = 1; n <= 250; n += 10) alice.say(...numbers(n, n + 9));
  await bob.until(() => bob.heard.length >= 252);
  await server.clock.pass(60_000);
  const later = server.clock.now();
  alice.say(...numbers(251, 260));
  await bob.until(() => bob.heard.length >= 262);
  assert.deepEqual(await textsOf(room, '#lobby'), numbers(1, 260));
  assert.deepEqual(await textsOf(room, '#LOBBY', { last: 1 }), ['260']);
  assert.deepEqual(await textsOf(room, '#lobby', { last: 100 }), numbers(161, 260));
  assert.deepEqual(await textsOf(room, '#lobby', { last: 205 }), numbers(56, 260));
  for (const last of [260, 261, 1_000_000]) assert.deepEqual(await textsOf(room, '#lobby', { last }), numbers(1, 260));
  assert.deepEqual(await textsOf(room, '#lobby', { last: 0 }), []);
  assert.deepEqual(await textsOf(room, '#lobby', { since: later }), numbers(251, 260));
  assert.deepEqual(await textsOf(room, '#lobby', { since: later, last: 3 }), numbers(258, 260));
  assert.deepEqual(await textsOf(room, '#lobby', { since: later, last: 300 }), numbers(251, 260));
  assert.deepEqual(await textsOf(room, '#lobby', { since: later + 1 }), []);
  assert.deepEqual(await textsOf(room, '#lobby', { until: later }), numbers(1, 250));
  assert.deepEqual(await textsOf(room, '#lobby', { until: later, last: 205 }), numbers(46, 250));
  assert.deepEqual(await textsOf(room, '#lobby', { until: later + 1, since: later, last: 2 }), numbers(259, 260));
  assert.deepEqual(await textsOf(room, '#lobby', { until: 1 }), []);
});

const decade = 10 * 365 * 86_400_000;

test('a clock that was years ahead once does not bend what is said later, nor what is shown since a time', async () => {
  await using room = await ControlRoom.open(undefined, { durability: 'relaxed' });
  const { server } = room;
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  const right = server.clock.now();
  alice.say('before');
  await bob.hears('alice: before');
  server.clock.set(right + decade);
  alice.say('ahead 1', 'ahead 2');
  for (const n of [1, 2]) await bob.hears(`alice: ahead ${n}`);
  server.clock.set(right + 60_000);
  alice.say('after');
  await bob.hears('alice: after');
  const all = await room.ask({ kind: 'history', room: '#lobby' });
  assert.deepEqual(
    all.map((item) => Date.parse(parseRecord(item)?.at ?? '') - right),
    [0, decade, decade, 60_000],
    'each has the time the clock had',
  );
  const since = (asked: Asked): Promise<readonly unknown[]> => room.ask({ kind: 'history', room: '#lobby', ...asked });
  const shown = (items: readonly unknown[]): unknown => items.map((item) => parseRecord(item)?.event.text ?? item);
  const later = { later: 2 };
  assert.deepEqual(shown(await since({ since: right })), ['before', 'after', later]);
  assert.deepEqual(shown(await since({ since: right + 1 })), ['after', later]);
  assert.deepEqual(shown(await since({ since: right, last: 1 })), ['after', later]);
  assert.deepEqual(shown(await since({ since: right, last: 2 })), ['before', 'after', later]);
  assert.deepEqual(shown(await since({ since: right + 60_001 })), [later]);
  server.clock.set(right + 2 * decade);
  assert.deepEqual(shown(await since({ since: right + 60_001 })), ['ahead 1', 'ahead 2']);
});

test('nothing is shown before it is durable', async () => {
  const disk = new HeldDisk();
  await using room = await ControlRoom.open(undefined, { disk });
  const [alice, bob] = [await room.server.join('alice'), await room.server.join('bob')];
  alice.say('durable');
  await bob.hears('alice: durable');
  disk.holding = true;
  alice.say('not yet');
  await disk.asked();
  assert.deepEqual(await textsOf(room, '#lobby'), ['durable']);
  disk.release();
  await bob.hears('alice: not yet');
  assert.deepEqual(await textsOf(room, '#lobby'), ['durable', 'not yet']);
});

test('history as an account may read it: from its arrival to its departure, and its private messages', async () => {
  await using room = await ControlRoom.open();
  const { server } = room;
  const alice = await server.join('alice');
  const carol = await server.join('carol');
  alice.say('before');
  await carol.hears('alice: before');
  await register(room, 'bob');
  const bob = server.connect().peer;
  await bob.hears('HELLO');
  bob.say('NICK bob swordfish');
  await bob.hears('READY');
  alice.say('while', '/msg bob psst');
  assert.deepEqual([await bob.next(), await bob.next()].sort(), ['alice (to you): psst', 'alice: while']);
  assert.deepEqual(await textsOf(room, '#lobby', { account: 'BOB' }), ['while']);
  assert.deepEqual(await textsOf(room, 'alice', { account: 'bob' }), ['psst']);
  await assert.rejects(textsOf(room, 'carol', { account: 'bob' }), /bob and carol have said nothing to each other/);
  await assert.rejects(textsOf(room, 'dave', { account: 'bob' }), /There is no account dave, and nobody/);
  await assert.rejects(textsOf(room, '#lobby', { account: 'alice' }), /There is no account alice/);
  await assert.rejects(textsOf(room, 'bob'), /bob is a person.*history bob --account NAME/);
  await assert.rejects(textsOf(room, 'alice'), /There is no room alice; that is a guest/);
});

async function register({ server }: ControlRoom, name: string): Promise<void> {
  const { argonPasswords } = await import('#server/passwords.ts');
  const secret = await argonPasswords({ memory: 8, passes: 1, parallelism: 1 }).hash('swordfish');
  assert.equal((await server.chat.command({ kind: 'registered', name, secret })).kind, 'entry');
}

test('the error about a room that does not exist suggests a similar name', async () => {
  await using room = await ControlRoom.open();
  await assert.rejects(textsOf(room, '#Lobby'), /^CommandError: Nobody has been in #Lobby yet: /);
  await room.server.join('alice');
  await assert.rejects(textsOf(room, '#loby'), /^CommandError: There is no room #loby\. Did you mean '#lobby'\?$/);
  await assert.rejects(textsOf(room, 'lobby'), /^CommandError: There is no room lobby\. Did you mean '#lobby'\?$/);
  await assert.rejects(
    textsOf(room, '#else\u001b[2J'),
    /^CommandError: There is no room #else␛\[2J\. List them with: polylogue history$/,
  );
});

test('the command shows what is said while a server runs, and what was said when it has gone', async () => {
  using dir = new TemporaryDirectory();
  const data = ['--data', dir.path] as const;
  await using server = await ServerHere.serve([...data, '--grace', '0']);
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  alice.say('hello \u001b[2J');
  await bob.next();
  const lobby = ['history', '#lobby', ...data] as const;
  const running = await output(lobby);
  assert.match(running, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}alice: hello ␛\[2J\n$/);
  const json: unknown = JSON.parse(await output([...lobby, '--json', '--last', '1', '--since', '1h']));
  const record = parseRecord(json);
  assert.deepEqual(record?.event, { kind: 'message', text: 'hello \u001b[2J' });
  assert.match(record?.at ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(Object.keys(json ?? {}), ['seq', 'id', 'at', 'from', 'room', 'via', 'event']);
  assert.deepEqual([record?.via, record?.from.name, record?.from.account], ['nick', 'alice', false]);
  server.kill('SIGTERM');
  assert.equal(await server.exit(), 0);
  assert.equal(await output(lobby), running);
});

test('a request that cannot be answered gets a sentence', async () => {
  using dir = new TemporaryDirectory();
  const none = await command(['history', '#lobby', '--data', `${dir.path}/none`]);
  assert.deepEqual([none.code, none.stdout], [1, '']);
  assert.match(
    none.stderr,
    /^polylogue history: There is no chat in \S+\/none\. Start one with polylogue serve, or say where it is: --data DIR\n$/,
  );
  for (const option of ['--follow', '--last=1', '--account=alice', '--since=1h', '--until=1h']) {
    const missing = await command(['history', option, '--data', dir.path]);
    assert.equal(missing.code, 64);
    assert.match(missing.stderr, /ROOM is missing.*'#lobby'/);
  }
  const since = await command(['history', '#a', '--since', 'soon']);
  assert.equal(since.code, 64);
  assert.match(since.stderr, /--since takes/);
  for (const args of [
    ['--last', '0'],
    ['--private'],
    ['--utc', '--offset'],
    ['--follow', '--until', '1h'],
    ['--since', '1h', '--until', '2h'],
  ])
    assert.equal((await command(['history', '#a', ...args])).code, 64, args.join(' '));
});

test('a reader of only the beginning ends the command without an error', async () => {
  let pages = 0;
  const counted = (store: Store): Store => ({
    ...store,
    entries(id: number, range: Range) {
      pages++;
      return store.entries(id, range);
    },
  });
  await using room = await ControlRoom.open(counted, { durability: 'relaxed' });
  const [alice, bob] = [await room.server.join('alice'), await room.server.join('bob')];
  for (let n = 0; n < 100; n++) {
    alice.say(...Array.from({ length: 20 }, () => 'x'.repeat(2000)));
    await bob.until(() => bob.heard.length >= (n + 1) * 20);
  }
  const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));
  const args = [program, 'history', '#lobby', '--data', room.dir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  child.stdout.once('data', () => child.stdout.destroy());
  await patiently(once(child, 'close'), () => 'the end of history | head');
  assert.deepEqual([child.exitCode, complaint], [0, '']);
  assert.ok(pages < 15, `${pages} of 21 pages were read`);
  assert.deepEqual(room.logged, []);
});
