import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type ChildOptions, ChildServer } from './child-server.ts';
import { command } from './command.ts';
import { TemporaryDirectory } from './local-server.ts';
import type { NickPeer } from './nick-peer.ts';
import { ServerHere } from './server-here.ts';
import { textsIn } from './stored-log.ts';

const inMemory = ['--data', ':memory:'] as const;

test('it prints a line for each listener with its port and how to join, and ready last', async () => {
  await using server = await ServerHere.serve([...inMemory, '--listen', 'nick://localhost:0']);
  const [first, second] = server.ports;
  assert.ok(first && second && first !== second);
  assert.match(
    server.stdout,
    new RegExp(
      `^listening nick://127\\.0\\.0\\.1:${first} join: .*polylogue nick client 127\\.0\\.0\\.1 ${first}\\n` +
        `listening nick://localhost:${second} join: .*polylogue nick client localhost ${second}\\nready\\n$`,
    ),
  );
  const alice = await (await server.connect(first)).come('alice');
  const bob = await (await server.connect(second)).come('bob');
  bob.say('one chat behind all listeners');
  await alice.hears('bob: one chat behind all listeners');
  for (const { link } of [alice, bob]) link.abort();
});

test('a listener that others can reach says so, with the address', async () => {
  await using server = new ServerHere(['serve', ...inMemory, '--listen', 'nick://0.0.0.0:0']);
  await server.ready();
  const [port] = server.ports;
  assert.match(
    server.stdout,
    new RegExp(`^warning: other machines can reach this listener, at (.*\\d:${port}|whatever address .*)$`, 'm'),
  );
});

const oneCore = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? (['taskset', '-c', '0'] as const) : undefined;

/** The flags of Node in each program that a server's process becomes. */
async function flagsOf(node: readonly string[], through?: ChildOptions['through']): Promise<unknown> {
  const tell = 'console.error(JSON.stringify({ pid: process.pid, flags: process.execArgv.slice(0, -2) }))';
  await using server = new ChildServer(['serve', '--help'], {
    node: [...node, '--import', `data:text/javascript,${tell}`],
    ...(through && { through }),
  });
  assert.equal(await server.exit(), 0);
  assert.equal(new Set(server.logLines.map(({ pid }) => pid)).size, 1);
  return server.logLines.map(({ flags }) => flags);
}

describe(
  'a server runs with flags of Node, unless somebody has chosen',
  { skip: !process.execve && 'no execve' },
  () => {
    const pool = availableParallelism() === 1 ? ['--v8-pool-size=1'] : [];

    test('small semi-spaces, and a heap that grows slowly', async () => {
      assert.deepEqual(await flagsOf([]), [[], ['--max-semi-space-size=8', '--heap-growing-percent=60', ...pool]]);
      const chosen = ['--max-semi-space-size=4', '--heap-growing-percent=90', '--v8-pool-size=2'];
      assert.deepEqual(await flagsOf(chosen, oneCore), [chosen]);
    });

    test('on one core, one thread for V8', { skip: !oneCore && 'no taskset' }, async () => {
      const memory = ['--max-semi-space-size=4', '--heap-growing-percent=60'];
      assert.deepEqual(await flagsOf(memory, oneCore), [memory, ['--v8-pool-size=1', ...memory]]);
    });
  },
);

test('help goes to standard output, with exit code 0', async () => {
  for (const args of [['serve', '--help'], ['serve', '--data', 'x', '-h'], ['--help'], []]) {
    const { code, stdout, stderr } = await command(args);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^(Usage: polylogue serve|Polylogue \d)/);
    assert.match(stdout, /polylogue serve/);
  }
});

test('the data directory is created, and only its owner may read it', async (t) => {
  using dir = new TemporaryDirectory();
  const data = join(dir.path, 'some', 'where');
  await using server = await ChildServer.serve(['--data', data]);
  const alice = await server.join('alice');
  const bob = await server.join('bob');
  alice.say('kept');
  await bob.hears('alice: kept');
  server.kill('SIGKILL');
  await server.exit();
  assert.deepEqual(textsIn(data), ['kept']);
  if (process.platform === 'win32') return t.skip('Windows has no modes');
  assert.equal(statSync(data).mode & 0o777, 0o700);
});

test('closing its standard output does not end it', async () => {
  // Below those that are given out as free: nobody else's server answers there.
  const port = 20_000 + (process.pid % 10_000);
  const args = ['serve', ...inMemory, '--grace', '0', '--listen', `nick://127.0.0.1:${port}`];
  await using server = new ChildServer(args);
  server.stopListening();
  const alice = await whenListening(server, port);
  await alice.come('alice');
  alice.say('/help');
  assert.match(await alice.next(), /^What you type/);
  alice.link.abort();
  server.kill('SIGTERM');
  assert.equal(await server.exit(), 0);
  assert.deepEqual([server.said, server.logged], ['', []]);
});

/** A link to a server that cannot say that it is ready. */
async function whenListening(server: ChildServer, port: number): Promise<NickPeer> {
  for (;;) {
    try {
      return await server.connect(port);
    } catch (error) {
      assert.match(String(error), /ECONNREFUSED/);
      assert.ok(!server.ended, server.stderr);
    }
  }
}

test('the log contains no messages', async () => {
  await using server = await ServerHere.serve([...inMemory, '--grace', '0', '--no-limits']);
  const [alice, bob, sleeper] = [await server.join('alice'), await server.join('bob'), await server.join('sleeper')];
  sleeper.stopReading();
  const secret = 'swordfish';
  bob.say(`/msg alice ${secret}`, `/${secret}`, `NICK bob ${secret}`, `NICK${secret} ${secret}`);
  await alice.hears(`bob (to you): ${secret}`);
  for (let said = 0; said < 200; said++) {
    bob.say(...Array<string>(5).fill(`${secret} ${'x'.repeat(2000)}`), `/msg alice ${secret}`);
    const { length } = alice.heard;
    await alice.until(() => alice.heard.indexOf(`bob (to you): ${secret}`, length) > 0);
  }
  server.kill('SIGTERM');
  for (const { link } of [alice, bob, sleeper]) link.abort();
  assert.equal(await server.exit(), 0);
  assert.equal(server.said, '');
  assert.ok(server.logged.some(({ event, name }) => event === 'wrong-password' && name === undefined));
  assert.ok(!server.stderr.includes(secret));
});
