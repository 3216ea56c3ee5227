import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { ServerHere } from './server-here.ts';
import { command, startedCommand } from './command.ts';
import { TemporaryDirectory } from './local-server.ts';

const anyPort = ['--listen', 'nick://127.0.0.1:0'] as const;

let dir: TemporaryDirectory;
beforeEach(() => {
  dir = new TemporaryDirectory();
});
afterEach(() => dir[Symbol.dispose]());

/** The exit code of a server that does not start, and what it says. */
async function refused(...args: readonly string[]): Promise<{ exit: number | null; says: string }> {
  const { code, stdout, stderr } = await command(['serve', ...args]);
  assert.equal(stdout, '', 'nothing was announced');
  return { exit: code, says: stderr };
}

/** Every file of a directory with what it holds. */
const contents = (path: string): ReadonlyMap<string, string> =>
  new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'base64')]));

/** A directory with a database as a server has left it. */
async function usedDirectory(): Promise<{ path: string; database: string }> {
  const path = join(dir.path, 'data');
  await using server = await ServerHere.serve(['--data', path]);
  server.kill('SIGTERM');
  assert.equal(await server.exit(), 0);
  return { path, database: join(path, 'polylogue.db') };
}

/** Refused with this code and sentence, and not a byte of the directory has changed. */
async function assertUntouched(path: string, exit: number, says: RegExp): Promise<void> {
  const before = contents(path);
  const refusal = await refused('--data', path, ...anyPort);
  assert.match(refusal.says, says);
  assert.equal(refusal.exit, exit);
  assert.deepEqual(contents(path), before);
}

describe('a data directory that cannot be used is refused and left as it is', () => {
  test('with a file that is no database', async () => {
    writeFileSync(join(dir.path, 'polylogue.db'), 'these are my notes, and no database at all\n'.repeat(100));
    await assertUntouched(dir.path, 65, /^polylogue serve: \S+polylogue\.db is damaged or is not a database\.\n$/);
  });

  test('with a database whose first page is damaged', async () => {
    const { path, database } = await usedDirectory();
    const bytes = readFileSync(database);
    bytes.fill(0xff, 100, 400);
    writeFileSync(database, bytes);
    await assertUntouched(path, 65, /^polylogue serve: \S+polylogue\.db is damaged[^\n]*\.\n$/);
  });

  test('with the database of another program', async () => {
    const db = new DatabaseSync(join(dir.path, 'polylogue.db'));
    db.exec('CREATE TABLE bookmarks (url TEXT)');
    db.close();
    await assertUntouched(dir.path, 65, /^polylogue serve: \S+polylogue\.db is not a Polylogue database\.\n$/);
  });

  test('with a database of a newer version', async () => {
    const { path, database } = await usedDirectory();
    const db = new DatabaseSync(database);
    db.exec('PRAGMA user_version = 99');
    db.close();
    await assertUntouched(
      path,
      78,
      /^polylogue serve: \S+polylogue\.db was made by a newer version of Polylogue \(99\)\.\n$/,
    );
  });

  test('which is a file', async () => {
    const file = join(dir.path, 'file');
    writeFileSync(file, 'text');
    const { exit, says } = await refused('--data', file, ...anyPort);
    assert.match(says, /^polylogue serve: The directory \S+file cannot be created: a file has that name\.\n$/);
    assert.equal(exit, 73);
    assert.equal(readFileSync(file, 'utf8'), 'text');
  });

  test('which another server uses; that one goes on', async () => {
    await using first = await ServerHere.serve(['--data', dir.path]);
    const alice = await first.join('alice');
    const { exit, says } = await refused('--data', dir.path, ...anyPort);
    const [port] = first.ports;
    assert.match(
      says,
      new RegExp(
        `^polylogue serve: already running on \\S+\\.\nJoin it with\n  .*polylogue nick client 127\\.0\\.0\\.1 ${port}\n`,
      ),
    );
    assert.match(says, /\nTo run a second chat beside it, give it another directory and other ports: [^\n]*\n$/);
    assert.equal(exit, 75);
    // Somebody took the lock for one that a dead server has left.
    rmSync(join(dir.path, 'lock'));
    assert.deepEqual(await refused('--data', dir.path, ...anyPort), { exit: 75, says });
    const bob = await first.join('bob');
    bob.say('still here');
    await alice.hears('bob: still here');
    for (const { link } of [alice, bob]) link.abort();
  });
});

test('a port in use is refused with 69, and its server goes on', async () => {
  await using first = await ServerHere.serve(['--data', ':memory:']);
  const [port] = first.ports;
  const { exit, says } = await refused('--data', dir.path, '--listen', `nick://127.0.0.1:${port}`);
  assert.equal(
    says,
    `polylogue serve: 127.0.0.1:${port} is in use by another program. Choose another port, or 0 for any: see --help.\n`,
  );
  assert.equal(exit, 69);
  (await first.join('alice')).link.abort();
});

test('an address that is not of this machine is refused with 69', async () => {
  for (const [address, shown] of [
    ['192.0.2.1:0', '192.0.2.1'],
    ['192.0.2.1:4000', '192.0.2.1'],
  ]) {
    const { exit, says } = await refused('--data', ':memory:', '--listen', `nick://${address}`);
    assert.equal(says, `polylogue serve: this machine has no address ${shown}.\n`);
    assert.equal(exit, 69);
  }
});

const usages: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a flag that does not exist', ['--prot', '1'], /--prot/],
  ['an argument too many', ['here'], /here/],
  ['a flag without its value', ['--data'], /--data/],
  [
    'a dialect that does not exist',
    ['--listen', 'gopher://127.0.0.1:0'],
    /No dialect is called "gopher"\. Choose one of: .*nick/,
  ],
  ['a listener that is no URL', ['--listen', '4000'], /A listener looks like nick:.*"4000" does not\./],
  ['a port that is none', ['--listen', 'nick://127.0.0.1:70000'], /70000 is not a valid port/],
  ['another durability', ['--durability', 'none'], /--durability is strict or relaxed, not "none"\./],
  ['a grace that is no number', ['--grace', 'long'], /--grace takes seconds from 0 to 3600, not "long"\./],
  ['a negative grace', ['--grace=-1'], /--grace takes seconds/],
  ['an empty directory name', ['--data='], /--data needs a directory/],
];

for (const [what, args, sentence] of usages) {
  test(`${what} is wrong usage: 64, what is wrong, and where help is`, async () => {
    const { exit, says } = await refused(...args);
    assert.match(says, sentence);
    assert.match(says, /^polylogue serve: [^\n]+\nTry: polylogue serve --help\n$/);
    assert.equal(exit, 64);
  });
}

test('a wrong option of any listener is refused with 64 before anything is opened or made', async () => {
  const wrong: Readonly<Record<string, RegExp>> = {
    'nick://127.0.0.1:0?news=maybe': /news is yes or no/,
    'direct://127.0.0.1:0?pause=-1': /A pause is a number/,
    'tsam://127.0.0.1:0?group=x': /group is a number/,
    'tsam://127.0.0.1:0?peer=x': /peer is an address/,
    'chatroom://127.0.0.1:0?speakers=x': /speakers is named or original/,
    'pdu://127.0.0.1:0?minimum=9': /A minimum is one of/,
    'pdu://127.0.0.1:0?demo-accounts=maybe': /demo-accounts is yes or no/,
    'pdu://127.0.0.1:0?cert=a.pem': /key is missing/,
    'http://127.0.0.1:0?public-url=x': /public-url looks like/,
    'http://127.0.0.1:0?trust-proxy=x': /trust-proxy takes networks/,
  };
  const data = join(dir.path, 'data');
  for (const [url, sentence] of Object.entries(wrong)) {
    const { exit, says } = await refused('--data', data, ...anyPort, '--listen', url);
    assert.match(says, sentence);
    assert.doesNotMatch(says, /\n./, 'one sentence, and no line of the log');
    assert.equal(exit, 64);
    assert.equal(existsSync(data), false, url);
  }
});

test('in a process of its own it ends in the same way', async () => {
  const args = ['serve', '--data', dir.path, '--listen', 'nick://192.0.2.1:0'];
  assert.deepEqual(await startedCommand(args), await command(args));
});
