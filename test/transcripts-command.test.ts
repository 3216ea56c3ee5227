import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from '#server/command-line.ts';
import { UsageError } from '#server/command.ts';
import { selectTranscripts } from '#server/commands/transcript-files.ts';
import { readTranscriptsOptions } from '#server/commands/transcripts-options.ts';
import { playAll, transcriptsCommand } from '#server/commands/transcripts.ts';
import { ChildServer } from './child-server.ts';
import { TemporaryDirectory } from './local-server.ts';
import { patiently } from './patiently.ts';
import { directStandIn, nickStandIn } from './transcripts-standins.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ours = join(root, 'bin', 'polylogue.js');
const withoutPython = spawnSync('python3', ['--version']).status === 0 ? false : 'there is no python3 here';
const onWindows = process.platform === 'win32' ? 'Windows has no process groups' : false;

/** Nothing here is to be late, unless a test says so. */
const slowMachine = ['--timeout', '60000', '--start-timeout', '60000', '--pause', '100'] as const;

/** What `polylogue transcripts ARGS` prints, and its exit code, in this process. Throws `UsageError`. */
async function run(...args: readonly string[]): Promise<{ exit: number; stdout: string }> {
  const given = readCommandLine(transcriptsCommand, [...slowMachine, ...args]);
  assert.ok(given !== 'help');
  const wish = readTranscriptsOptions(given, root);
  let stdout = '';
  const exit = await playAll(selectTranscripts(wish, root), wish, {
    terminal: false,
    colours: false,
    columns: Infinity,
    write: async (text) => {
      stdout += text;
      return true;
    },
    broken: new Promise(() => {}),
    end: async () => {},
  });
  return { exit, stdout };
}

/** Writes a program, and returns its path. */
function program(dir: TemporaryDirectory, name: string, text: string): string {
  const path = join(dir.path, name);
  writeFileSync(path, text);
  return path;
}

test('our own server passes; each transcript gets a new server, also after a kill', async () => {
  const args = 'serve --listen nick://127.0.0.1:{port} --data data --grace 0';
  const names = ['readme', 'names.txt', 'restart'];
  const { exit, stdout } = await run('nick', '--program', ours, '--args', args, ...names);
  assert.equal(stdout, 'readme.txt: ok\nnames.txt: ok\nrestart.txt: ok\n\n3 ok, 0 differ, 0 cannot be played.\n');
  assert.equal(exit, 0);
});

test('a stand-in of the original passes the transcripts for originals, and differences are shown', async (t) => {
  if (withoutPython) return t.skip(withoutPython);
  using dir = new TemporaryDirectory();
  const standIn = ['nick', '--program', program(dir, 'server.py', nickStandIn), '--args', '127.0.0.1 {port}'];
  const originals = await run(...standIn, '--original');
  assert.match(originals.stdout, /^readme\.txt: ok\nthree-people\.txt: ok\n\n2 ok, 0 differ, 0 cannot be played\.\n$/);
  assert.equal(originals.exit, 0);
  const others = await run(...standIn, 'rename');
  assert.match(others.stdout, /^rename\.txt: differs at line \d+: bob hears something else\n/);
  assert.match(others.stdout, /\n {6}expected {2}\\x00\\x05READY\n {6}got {7}\\x00\\x05RETRY\n/);
  assert.match(others.stdout, /\n {4}Listening on port \d+ pid \d+ in \S+polylogue-against-/);
  assert.match(others.stdout, /\n0 ok, 1 differ, 0 cannot be played\.\n$/);
  assert.doesNotMatch(others.stdout, /ended by itself/);
  assert.equal(others.exit, 1);
  const pid = Number(/ pid (\d+)/.exec(others.stdout)?.[1]);
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

test('a stand-in of direct passes them, too', async (t) => {
  if (withoutPython) return t.skip(withoutPython);
  using dir = new TemporaryDirectory();
  const path = program(dir, 'server.py', directStandIn);
  const { exit, stdout } = await run('direct', '--program', path, '--original');
  const marked = ['five-clients', 'notices', 'readme'].map((name) => `${name}.txt: ok\n`);
  assert.equal(stdout, `${marked.join('')}\n3 ok, 0 differ, 0 cannot be played.\n`);
  assert.equal(exit, 0);
  assert.equal((await run('direct', '--program', path, 'slash')).exit, 1);
});

test('child processes end with the program', async (t) => {
  if (onWindows) return t.skip(onWindows);
  using dir = new TemporaryDirectory();
  const pids = join(dir.path, 'pid');
  const path = program(
    dir,
    'server.js',
    `const child = require('node:child_process').spawn('sleep', ['1000']);
    require('node:fs').writeFileSync(process.argv[3], String(child.pid));
    require('node:net').createServer((socket) => socket.end('bye')).listen(process.argv[2], '127.0.0.1');`,
  );
  const wish = ['--args', `{port} "${pids}"`, 'readme'];
  const { stdout } = await run('nick', '--program', path, ...wish);
  assert.match(stdout, /^readme\.txt: differs at line \d+: alice hears something else\n/);
  const child = Number(readFileSync(pids, 'utf8'));
  assert.ok(child > 0);
  await patiently(gone(child), () => `the end of ${child}`);
});

/** Another process needs the core meanwhile: to look without a pause would take what it waits for longer. */
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** The process that adopts an orphan may take a moment to collect its exit. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await aMoment();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Dead, and only not buried.
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('a transcript that cannot be played gives the reason', async () => {
  using dir = new TemporaryDirectory();
  const deaf = program(dir, 'deaf.js', `console.log('deaf'); setInterval(() => {}, 1000);`);
  const unheard = await run('nick', '--program', deaf, '--start-timeout', '100', 'readme');
  const started = `it was started as: ${process.execPath} ${deaf}`;
  assert.match(unheard.stdout, /cannot be played: the program accepts no link on port \d+ of 127\.0\.0\.1 in 100 ms; /);
  assert.ok(unheard.stdout.includes(started), unheard.stdout);
  const patient = program(dir, 'patient.txt', 'alice opens nick\n… 1min\n');
  const long = await run('nick', '--program', deaf, patient);
  assert.match(long.stdout, /^patient\.txt: cannot be played: line 2: it waits too long there/);
  assert.equal(long.exit, 1);
});

test('invalid arguments are refused with a sentence', async () => {
  using dir = new TemporaryDirectory();
  const empty = program(dir, 'nobody.txt', '# Nothing happens.\n');
  const wrong = program(dir, 'wrong.txt', 'alice sings\n');
  const x = program(dir, 'x.js', '');
  for (const [args, sentence] of [
    [[], /^DIALECT is missing/],
    [['nick'], /^--program PATH is missing/],
    [['nock', '--program', x], /^No dialect is called "nock"\. Did you mean nick\?/],
    [['nick', '--program', x, 'nothing'], /^There is no transcript "nothing"\. Choose one of: .*readme/],
    [['nick', '--program', x, dir.path], /^There is no transcript /],
    [['nick', '--program', x, wrong], /wrong\.txt:1: cannot read "alice sings"/],
    [['nick', '--program', x, '--timeout', 'a'], /^--timeout takes a number/],
    [['nick', '--program', x, '--port', '0'], /^--port takes a number from 1/],
    [['nick', '--program', x, '--original', empty], /^No transcript of nick was selected/],
    [['nick', '--program', join(dir.path, 'missing')], /^There is no file .*missing\.$/],
    [['nick', '--program', dir.path], /is a directory/],
    [['nick', '--colour'], /^Unknown option '--colour'/],
  ] as const) {
    await assert.rejects(run(...args), (error) => error instanceof UsageError && sentence.test(error.message));
  }
});

test('the command ends with the exit code and leaves no program behind when it is interrupted', async (t) => {
  if (onWindows) return t.skip(onWindows);
  using dir = new TemporaryDirectory();
  const pids = join(dir.path, 'pid');
  const path = program(
    dir,
    'server.js',
    `require('node:net').createServer(() => {}).listen(process.argv[2], '127.0.0.1', () =>
      require('node:fs').writeFileSync(process.argv[3], String(process.pid)));`,
  );
  const wish = ['--args', `{port} "${pids}"`, '--timeout', '60000', 'readme'];
  await using command = new ChildServer(['transcripts', 'nick', '--program', path, ...wish]);
  const started = async (): Promise<number> => {
    for (;;) {
      const pid = Number(readIfThere(pids));
      if (pid > 0) return pid;
      await aMoment();
    }
  };
  const pid = await patiently(started(), () => `the start of the program; it printed: ${command.stderr}`);
  command.kill('SIGINT');
  assert.equal(await command.exit(), 'SIGINT');
  assert.equal(isAlive(pid), false);
});

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
