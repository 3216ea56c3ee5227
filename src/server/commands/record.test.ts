import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { nick } from '#dialects/nick/nick.ts';
import { parseTranscript } from '#lab/transcript.ts';
import { connectTcp } from '#link/tcp/tcp.ts';
import { type Given, UsageError } from '#server/command.ts';

import { TemporaryDirectory } from '../../../test/local-server.ts';
import { NickPeer } from '../../../test/nick-peer.ts';
import { patiently } from '../../../test/patiently.ts';
import { Served } from '../../../test/served.ts';

import { recordCommand } from './record.ts';
import { readRecordOptions } from './record-options.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = `import { recordCommand } from '#server/commands/record.ts';
  process.exitCode = await recordCommand.run(JSON.parse(process.argv[1]), process);`;

/** The command in a separate process, killed when its scope ends. */
class Running implements AsyncDisposable {
  stdout = '';
  stderr = '';
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #wake: () => void = () => {};

  constructor(given: Given) {
    const args = ['--input-type=module', '-e', main, JSON.stringify(given)];
    this.#child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#wake();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#wake();
    });
    this.#closed = once(this.#child, 'close');
  }

  async port(): Promise<number> {
    for (;;) {
      const [, port] = /at 127\.0\.0\.1:(\d+);/.exec(this.stdout) ?? [];
      if (port !== undefined) return Number(port);
      const more = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(more, () => `a port; it said: ${this.stdout}${this.stderr}`);
    }
  }

  async complains(sentence: RegExp): Promise<void> {
    while (!sentence.test(this.stderr)) {
      const more = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(more, () => `${sentence}; it said: ${this.stdout}${this.stderr}`);
    }
  }

  async comes(): Promise<NickPeer> {
    return new NickPeer(await connectTcp({ host: '127.0.0.1', port: await this.port() }));
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async exit(): Promise<number | null> {
    await patiently(this.#closed, () => `the end; it said: ${this.stdout}${this.stderr}`);
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill('SIGKILL');
    await this.#closed;
  }
}

const given = (port: number, values: Given['values']): Given => ({
  values,
  positionals: ['nick', '127.0.0.1', String(port)],
});

test('it records until Ctrl-C, and writes the time, the server, and that secrets are masked', async () => {
  using dir = new TemporaryDirectory();
  const out = join(dir.path, 'evening.txt');
  await using server = await Served.start();
  const [port = 0] = server.ports;
  await using command = new Running(given(port, { out }));
  const alice = await command.comes();
  await alice.hears('HELLO');
  alice.say('NICK alice sesame');
  await alice.hears('RETRY');
  command.kill('SIGINT');
  assert.equal(await command.exit(), 0);
  assert.match(
    command.stdout,
    /^Recording\. Point your client at 127\.0\.0\.1:\d+; Ctrl-C ends\.\n\n.* \d lines about one actor\.\n$/,
  );
  const there = `127.0.0.1:${port}`;
  const told =
    process.platform === 'linux' ? `a server listens at ${there}` : `whether a server listens at ${there} shows`;
  assert.match(command.stderr, new RegExp(`^polylogue record: waiting for a client; ${told}`));
  const text = readFileSync(out, 'utf8');
  assert.match(text, /^# Recorded \d{4}-\d\d-\d\dT.* with polylogue \d.*: nick at 127\.0\.0\.1:\d+\.\n# .* masked/);
  assert.match(text, /\nalice C: NICK alice \*{6}\\n\n(… \d+ms\n)?alice S: \\x00\\x05RETRY\n$/);
  parseTranscript(text, out);
  if (process.platform !== 'win32') assert.equal(statSync(out).mode & 0o777, 0o600);
});

test('a recorder that is killed leaves all it has seen, and secrets are kept only when that is wanted', async () => {
  using dir = new TemporaryDirectory();
  const out = join(dir.path, 'evening.txt');
  await using server = await Served.start();
  await using command = new Running(given(server.ports[0] ?? 0, { out, 'keep-secrets': true }));
  const alice = await command.comes();
  await alice.hears('HELLO');
  alice.say('NICK alice sesame');
  await alice.hears('RETRY');
  command.kill('SIGKILL');
  await command.exit();
  assert.match(command.stderr, /passwords in .*evening\.txt will not be masked/);
  const text = readFileSync(out, 'utf8');
  assert.match(text, /\n# Passwords are not masked\.\n/);
  assert.match(text, /\nalice C: NICK alice sesame\\n\n/);
  parseTranscript(text, out);
});

test('a file that is there is left alone, unless it may be written over', async () => {
  using dir = new TemporaryDirectory();
  const out = join(dir.path, 'evening.txt');
  writeFileSync(out, 'precious');
  await using refused = new Running(given(9, { out }));
  assert.equal(await refused.exit(), 73);
  assert.match(refused.stderr, /^polylogue record: .*evening\.txt exists already\. .*--force\.\n$/);
  assert.equal(readFileSync(out, 'utf8'), 'precious');
  await using command = new Running(given(9, { out, force: true }));
  await command.port();
  await command.complains(/waiting for a client; (nobody|whether)[^\n]* 127\.0\.0\.1:9 [^\n]*\.\n/);
  command.kill('SIGTERM');
  assert.equal(await command.exit(), 0);
  assert.match(readFileSync(out, 'utf8'), /^# Recorded/);
});

test('when its port is taken, it says so and leaves no file', async () => {
  using dir = new TemporaryDirectory();
  const out = join(dir.path, 'evening.txt');
  await using server = await Served.start();
  const listen = String(server.ports[0]);
  await using command = new Running(given(9, { out, listen }));
  assert.equal(await command.exit(), 69);
  assert.match(command.stderr, new RegExp(`^polylogue record: 127\\.0\\.0\\.1:${listen} is in use`));
  assert.equal(existsSync(out), false);
});

test('invalid arguments are refused', () => {
  const read = (positionals: readonly string[], values: Given['values'] = { out: 'x' }): unknown =>
    readRecordOptions({ positionals, values });
  assert.deepEqual(read(['nick', 'h', '1'], { out: 'x', listen: '5' }), {
    ...{ dialect: nick, host: 'h', port: 1, listen: 5, out: 'x', pcapng: undefined },
    ...{ addresses: 'real', force: false, keepSecrets: false },
  });
  const refuses = (positionals: readonly string[], sentence: RegExp, values?: Given['values']): void => {
    assert.throws(() => read(positionals, values), { name: UsageError.name, message: sentence });
  };
  refuses(['nock', 'h', '1'], /No dialect is called "nock"\. Did you mean nick\?/);
  refuses(['nick', 'h', '0'], /A port is a number from 1 to 65535, not "0"/);
  refuses(['nick', 'h', '1'], /from 0 to 65535, not "x"/, { out: 'x', listen: 'x' });
  refuses(['nick', 'h', '1'], /--out FILE is missing/, {});
  assert.deepEqual(Object.keys(recordCommand.options), [
    'out',
    'pcapng',
    'addresses',
    'listen',
    'force',
    'keep-secrets',
  ]);
});
