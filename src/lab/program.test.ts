import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { checkProgram, type Outcome } from './check-program.ts';
import { Program } from './program.ts';
import { parseTranscript } from './transcript.ts';

const dir = mkdtempSync(join(tmpdir(), 'polylogue-test-'));
after(() => rmSync(dir, { recursive: true, force: true }));

const greeting = parseTranscript('alice opens nick\nalice S: HELLO\n', 'greeting.txt');

/** Plays one line against a program. */
async function check(extension: 'js' | 'py', text: string, startTimeout = 60_000): Promise<Outcome> {
  const path = join(dir, `server.${extension}`);
  writeFileSync(path, text);
  const program = new Program({ path, args: ['{port}'], startTimeout });
  // A program that goes wrong ends its link at once; long enough then for the slowest machine to end its process.
  return await checkProgram(program, greeting, { dialect: 'nick', timeout: 60_000, pause: 0, longestWait: 0 });
}

const server = (then: string): string =>
  `const server = require('node:net').createServer((socket) => { ${then} });
  server.listen(process.argv[2], '127.0.0.1');`;

const onWindows = process.platform === 'win32' ? 'Windows has no process groups' : false;

describe('the output of a program under test', () => {
  const withoutPython = spawnSync('python3', ['--version']).status === 0 ? false : 'there is no python3 here';
  test('a Python traceback, earlier output, and the exit code', { skip: withoutPython }, async () => {
    const { verdict, words, end, printed } = await check(
      'py',
      `import socket, sys
s = socket.socket()
s.bind(('127.0.0.1', int(sys.argv[1])))
s.listen()
print('waiting')
c, _ = s.accept()
c.send(5)
`,
    );
    assert.equal(verdict, 'differs');
    assert.equal(words, "differs at line 2: the server closes alice's link before alice has heard this");
    assert.match(printed.stderr, /^Traceback[^]*\n {4}c\.send\(5\)\n[^]*TypeError: a bytes-like object is required/);
    assert.equal(printed.stdout, 'waiting\n');
    assert.equal(end, 'exit code 1');
  });

  test('what it prints after it has closed its link, while standard output is flooded', async () => {
    const flood = `for (let n = 0; n < 5000; n++) console.log('received', n);`;
    const later = `setTimeout(() => { ${flood} console.error('late words'); process.stdout.write('', () => process.exit(3)); }, 100);`;
    const { end, printed } = await check('js', server(`console.error('first words'); socket.end(); ${later}`));
    assert.equal(end, 'exit code 3');
    assert.equal(printed.stderr, 'first words\nlate words\n');
    assert.ok(printed.stdout.endsWith('\nreceived 4999\n'), printed.stdout.slice(-40));
    assert.ok(printed.stdout.length <= 4000);
  });

  test('the signal that ended it', { skip: onWindows }, async () => {
    const { end } = await check('js', server(`process.kill(process.pid, 'SIGTERM');`));
    assert.equal(end, 'signal SIGTERM');
  });

  test('nothing, if it had to be killed because it ignores signals', { skip: onWindows }, async () => {
    const deaf = `for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});`;
    const { verdict, end, printed } = await check(
      'js',
      `${deaf} console.log('pid', process.pid); ${server(`socket.write('BYE');`)}`,
    );
    assert.deepEqual([verdict, end], ['differs', undefined]);
    const [, pid = ''] = /^pid (\d+)\n$/.exec(printed.stdout) ?? [];
    assert.throws(() => process.kill(Number(pid), 0), { code: 'ESRCH' });
  });

  test('one that goes to the background and stays in its group is played and ended', { skip: onWindows }, async () => {
    const child = server(`socket.write('HELLO'); socket.on('end', () => socket.end());`).replaceAll('2]', '1]');
    const run = `['-e', ${JSON.stringify(child)}, process.argv[2]], { stdio: 'inherit' }`;
    const { verdict, words } = await check(
      'js',
      `require('node:child_process').spawn(process.execPath, ${run}).unref();`,
    );
    assert.deepEqual([verdict, words], ['ok', 'ok']);
  });

  test('a process that leaves its group delays nothing', { skip: onWindows }, async () => {
    const run = `['-e', 'console.log("daemon", process.pid); setInterval(() => {}, 1000)']`;
    const { words, printed } = await check(
      'js',
      `const daemon = require('node:child_process').spawn(process.execPath, ${run}, {
        detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
      daemon.stdout.once('data', (text) => { process.stdout.write(text); process.exitCode = 0; daemon.stdout.destroy(); daemon.unref(); });`,
    );
    const [, pid = ''] = /^daemon (\d+)\n$/.exec(printed.stdout) ?? [];
    process.kill(Number(pid), 'SIGKILL');
    assert.equal(words, 'cannot be played: the program ended before it accepted a link: exit code 0');
  });

  test('why it ended before it listened', async () => {
    const { words, printed } = await check('js', `console.error('Usage: \\x1b[2J'); process.exit(3);`);
    assert.equal(words, 'cannot be played: the program ended before it accepted a link: exit code 3');
    assert.equal(printed.stderr, 'Usage: \x1b[2J\n');
  });
});
