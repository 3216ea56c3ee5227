import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { ChildServer } from './child-server.ts';
import { TemporaryDirectory } from './local-server.ts';
import { ServerHere } from './server-here.ts';
import type { StartedServer } from './started-server.ts';

const inMemory = ['--data', ':memory:', '--grace', '0'] as const;
const time = String.raw`\d\d-\d\d-\d{4} \d\d:\d\d:\d\d`;

let dir: TemporaryDirectory;
beforeEach(() => {
  dir = new TemporaryDirectory();
});
afterEach(() => dir[Symbol.dispose]());

const read = (name: string): string => readFileSync(join(dir.path, name), 'utf8');

async function started(...args: readonly string[]): Promise<StartedServer> {
  const server = new ServerHere(args);
  await server.ready();
  return server;
}

/** Alice receives bob's message, bob leaves, and then the server stops. */
async function scene(server: StartedServer, ...says: readonly string[]): Promise<void> {
  const alice = await server.join('alice');
  const bob = await server.join('bob');
  bob.say(...says);
  for (const _ of says) assert.match(await alice.next(), /^bob: /);
  bob.say('BYE');
  await bob.over();
  bob.link.end();
  server.kill('SIGTERM');
  await alice.over();
  alice.link.end();
  assert.equal(await server.exit(), 0);
}

test('nick server: its console, its log.txt, a data directory of its own', async () => {
  writeFileSync(join(dir.path, 'log.txt'), 'what was there before\n');
  // Its working directory, which a process has once.
  await using server = new ChildServer(['nick', 'server', '0', '--grace', '0'], { cwd: dir.path });
  await server.ready();
  const [port] = server.ports;
  assert.match(
    server.stdout,
    new RegExp(`^listening nick://127\\.0\\.0\\.1:${port} join: .*\\nListening on port ${port}\\nready\\n$`),
  );
  await scene(server, 'hello everyone');
  assert.match(server.stdout, /\nready\nbob disconnected\n/);
  assert.match(
    read('log.txt'),
    new RegExp(
      `^what was there before\\nalice connected on ${time} IP Address: 127\\.0\\.0\\.1\\n` +
        `bob connected on ${time} IP Address: 127\\.0\\.0\\.1\\nbob: "hello everyone" ${time}\\n$`,
    ),
  );
  assert.ok(readdirSync(join(dir.path, 'polylogue-data', 'nick-0')).includes('polylogue.db'));
});

test('nick server: the log file has another name, or there is none', async () => {
  await using named = await started('nick', 'server', '0', ...inMemory, '--log-file', join(dir.path, 'other.txt'));
  await scene(named, 'hello');
  assert.match(read('other.txt'), /^bob: "hello"/m);
  await using none = new ChildServer(['nick', 'server', '0', ...inMemory, '--no-log-file'], { cwd: dir.path });
  await none.ready();
  await scene(none, 'hello');
  assert.deepEqual(readdirSync(dir.path), ['other.txt']);
});

test('nobody who says something can forge a line', async () => {
  await using server = await started('nick', 'server', '0', ...inMemory, '--log-file', join(dir.path, 'log.txt'));
  await scene(server, 'a\u2028b\u001b[2J', 'c\rmallory connected');
  const lines = read('log.txt').trimEnd().split(/\n/);
  assert.equal(lines.length, 4);
  assert.ok(lines[2]?.includes('b␛[2J"') && lines[3]?.includes('c␍mallory'), lines.join('\n'));
});

test('direct server prints what is said in private, and needs no file', async () => {
  await using server = new ChildServer(['direct', 'server', '0', ...inMemory], { cwd: dir.path });
  await server.ready();
  assert.match(server.stdout, /\n\[SERVER STARTED\] Listening on port \d+\.\.\.\nready\n$/);
  server.kill('SIGTERM');
  assert.equal(await server.exit(), 0);
  assert.match(server.stdout, /\n\[SHUTTING DOWN\] Server is shutting down\.\n$/);
  assert.deepEqual(readdirSync(dir.path), []);
});

test('serve prints no console lines; with --log-file all listeners write there, after a warning', async (t) => {
  const listeners = ['--listen', 'nick://127.0.0.1:0', '--listen', 'direct://127.0.0.1:0'];
  const all = join(dir.path, 'all.txt');
  await using server = await started('serve', ...inMemory, ...listeners, '--log-file', all);
  const warning = `warning: what people say in private on direct is written to ${all} unencrypted\n`;
  assert.ok(server.stdout.startsWith(warning), server.stdout);
  assert.doesNotMatch(server.stdout, /Listening on port/);
  await scene(server, 'hello');
  assert.doesNotMatch(server.stdout, /disconnected/);
  const lines = read('all.txt');
  assert.match(lines, /^\[SERVER STARTED\]/m);
  assert.match(lines, /^bob: "hello" /m);
  assert.match(lines, /^\[SHUTTING DOWN\]/m);
  if (process.platform === 'win32') return t.skip('Windows has no modes');
  assert.equal(statSync(join(dir.path, 'all.txt')).mode & 0o777, 0o600);
});

test('a log file that cannot be written is said once, and the chat goes on', async () => {
  await using server = await started('nick', 'server', '0', ...inMemory, '--log-file', '/no/such/place');
  await scene(server, 'one', 'two', 'three');
  assert.deepEqual(
    server.logged.map(({ event, file, error }) => [event, file, String(error).startsWith('ENOENT')]),
    [['log-file', '/no/such/place', true]],
  );
});

test('a port in use is refused with a sentence', async () => {
  await using first = await started('nick', 'server', '0', ...inMemory, '--no-log-file');
  await using second = new ServerHere(['nick', 'server', `${first.ports[0]}`, ...inMemory, '--no-log-file']);
  assert.equal(await second.exit(), 69);
  assert.equal(
    second.stderr,
    `polylogue nick server: 127.0.0.1:${first.ports[0]} is in use by another program. Choose another port, or 0 for any: see --help.\n`,
  );
  assert.equal(second.stdout, '');
});

test("a dialect's own option that cannot be is a sentence, and the end", async () => {
  await using server = new ServerHere(['direct', 'server', '0', '--pause', 'x', ...inMemory]);
  assert.equal(await server.exit(), 64);
  assert.match(server.stderr, /^polylogue direct server: A pause is a number of milliseconds/);
});

test('the log tells of a start, of links when asked to, and of the end', async () => {
  await using server = await started('nick', 'server', '0', ...inMemory, '--no-log-file', '--verbose');
  await scene(server, 'hello');
  const events = server.logLines.map(({ event, name }) => (name === undefined ? event : `${event} ${name}`));
  assert.deepEqual(events, [
    'started',
    'listening',
    'connected',
    'came alice',
    'connected',
    'came bob',
    'left bob',
    'stopping',
    'left alice',
    'stopped',
  ]);
  const [start] = server.logLines;
  assert.deepEqual([start?.['data'], start?.['durability'], start?.['listeners']], [':memory:', 'strict', 1]);
  assert.ok(Number(server.logLines.at(-1)?.['entries']) >= 3);
});
