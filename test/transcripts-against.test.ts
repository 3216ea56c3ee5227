import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TemporaryDirectory } from './local-server.ts';
import { directStandIn, nickStandIn } from './transcripts-against-standin.ts';

const program = fileURLToPath(new URL('transcripts-against.ts', import.meta.url));
const ours = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** What `npm run transcripts -- ARGS` prints, and its exit code. */
async function run(...args: readonly string[]): Promise<{ exit: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [exit]: unknown[] = await once(child, 'close');
  return { exit, stdout, stderr };
}

test('our own server passes, each transcript on a fresh one, also where it is killed on the way', async () => {
  const args = 'serve --listen nick://127.0.0.1:{port} --data data --grace 0';
  const names = ['readme', 'names.txt', 'restart'];
  const { exit, stdout } = await run('nick', '--program', ours, '--args', args, ...names);
  assert.equal(stdout, 'readme.txt: ok\nnames.txt: ok\nrestart.txt: ok\n\n3 ok, 0 differ, 0 cannot be played.\n');
  assert.equal(exit, 0);
});

test('a stand-in for the original passes what is for originals, and what it does otherwise is shown', async (t) => {
  if (!hasPython) return t.skip('there is no python3 here');
  using dir = new TemporaryDirectory();
  const path = join(dir.path, 'server.py');
  writeFileSync(path, nickStandIn);
  const standIn = ['nick', '--program', path, '--args', '127.0.0.1 {port}'];
  const originals = await run(...standIn, '--original');
  assert.match(originals.stdout, /^readme\.txt: ok\nthree-people\.txt: ok\n\n2 ok, 0 differ, 0 cannot be played\.\n$/);
  assert.equal(originals.exit, 0);
  const others = await run(...standIn, '--patience', '300', 'rename');
  assert.match(others.stdout, /^rename\.txt: differs at line \d+: bob hears something else\n/);
  assert.match(others.stdout, /\n {6}expected {2}\\x00\\x05READY\n {6}got {7}\\x00\\x05RETRY\n/);
  assert.match(others.stdout, /\n {4}Listening on port \d+ pid \d+ in \S+polylogue-against-/);
  assert.match(others.stdout, /\n0 ok, 1 differ, 0 cannot be played\.\n$/);
  assert.equal(others.exit, 1);
  assertGone(Number(/ pid (\d+)/.exec(others.stdout)?.[1]));
});

test('so does one for direct', async (t) => {
  if (!hasPython) return t.skip('there is no python3 here');
  using dir = new TemporaryDirectory();
  const path = join(dir.path, 'server.py');
  writeFileSync(path, directStandIn);
  const { exit, stdout } = await run('direct', '--program', path, '--original');
  const marked = ['five-clients', 'notices', 'readme'].map((name) => `${name}.txt: ok\n`);
  assert.equal(stdout, `${marked.join('')}\n3 ok, 0 differ, 0 cannot be played.\n`);
  assert.equal(exit, 0);
  assert.equal((await run('direct', '--program', path, '--patience', '300', 'slash')).exit, 1);
});

function assertGone(pid: number): void {
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
}

test('what a program has started ends with it', async (t) => {
  if (process.platform === 'win32') return t.skip('Windows has no process groups');
  using dir = new TemporaryDirectory();
  const path = join(dir.path, 'server.js');
  const pids = join(dir.path, 'pid');
  writeFileSync(
    path,
    `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    require('node:fs').writeFileSync(process.argv[3], String(child.pid));
    require('node:net').createServer((socket) => socket.end('bye')).listen(process.argv[2], '127.0.0.1');`,
  );
  const { stdout } = await run('nick', '--program', path, '--args', `{port} "${pids}"`, 'readme');
  assert.match(stdout, /^readme\.txt: differs at line \d+: alice hears something else\n/);
  const child = Number(readFileSync(pids, 'utf8'));
  assert.ok(child > 0);
  // Whoever adopts it may take a moment to bury it.
  for (const until = Date.now() + 10_000; Date.now() < until && isAlive(child);) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(isAlive(child), false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Dead, and only not buried.
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('what cannot be played says why', async () => {
  using dir = new TemporaryDirectory();
  const ends = join(dir.path, 'ends.js');
  writeFileSync(ends, `console.error('Usage: \\x1b[2J'); process.exit(3);`);
  const ended = await run('nick', '--program', ends, 'readme');
  assert.match(ended.stdout, /^readme\.txt: cannot be played: the program ended before it accepted a link \(3\)\n/);
  assert.match(ended.stdout, /\n {4}Usage: ␛\[2J\n/);
  assert.equal(ended.exit, 1);
  const deaf = join(dir.path, 'deaf.js');
  writeFileSync(deaf, 'setInterval(() => {}, 1000);');
  const unheard = await run('nick', '--program', deaf, '--start-patience', '100', 'readme');
  assert.match(unheard.stdout, /cannot be played: the program accepts no link on port \d+ in 100 ms\n/);
  const missing = await run('nick', '--program', join(dir.path, 'missing'), 'readme');
  assert.match(missing.stdout, /cannot be played: the program cannot be started: .*ENOENT/);
  const patient = join(dir.path, 'patient.txt');
  writeFileSync(patient, 'alice opens nick\n… 1min\n');
  const long = await run('nick', '--program', deaf, patient);
  assert.match(long.stdout, /^patient\.txt: cannot be played: line 2: it waits too long there/);
});

test('what cannot be asked is refused with a sentence', async () => {
  using dir = new TemporaryDirectory();
  const empty = join(dir.path, 'nobody.txt');
  writeFileSync(empty, '# Nothing happens.\n');
  for (const [args, sentence] of [
    [['nick'], /^--program PATH is missing/],
    [['nock', '--program', 'x'], /^There are no transcripts of a dialect called "nock"/],
    [['nick', '--program', 'x', 'nothing'], /^There is no transcript "nothing"/],
    [['nick', '--program', 'x', '--patience', 'a'], /^--patience takes a number/],
    [['nick', '--program', 'x', '--original', empty], /^No transcript was selected/],
    [['nick', '--colour'], /^Unknown option '--colour'/],
  ] as const) {
    const { exit, stderr } = await run(...args);
    assert.match(stderr, sentence);
    assert.equal(exit, 64);
  }
});
