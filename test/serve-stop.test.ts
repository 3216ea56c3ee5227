import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connectTcp } from '#link/tcp/tcp.ts';
import { runCommandLine } from '#server/run-command-line.ts';
import { noTerminal } from './at-terminal.ts';
import { ChildServer } from './child-server.ts';
import { ClosingTerminal } from './closing-terminal.ts';
import { TemporaryDirectory } from './local-server.ts';
import { NickPeer } from './nick-peer.ts';
import { patiently } from './patiently.ts';
import { ServerHere } from './server-here.ts';
import { readLog } from './stored-log.ts';

const noSignals = process.platform === 'win32' && 'Windows has no SIGHUP that can be sent';
const inMemory = ['--data', ':memory:'] as const;

/** As a well-behaved client: closes when the server has. */
async function closed(peer: NickPeer): Promise<void> {
  assert.equal(await peer.over(), 'ended');
  peer.link.end();
}

describe('a server that is told to stop', { concurrency: true }, () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    if (process.platform === 'win32' && signal === 'SIGHUP') continue;
    test(`tells everybody, lets chat go on for the grace, then closes (${signal})`, async () => {
      using dir = new TemporaryDirectory();
      // A signal to a process; the others are given to the command.
      await using server = await ChildServer.serve(['--data', dir.path, '--grace', '3600']);
      const [alice, bob] = [await server.join('alice'), await server.join('bob')];
      const nameless = await server.connect();
      await nameless.hears('HELLO');
      server.kill(signal);
      const notice = 'Server will shut down in 3600 seconds';
      for (const peer of [alice, bob, nameless]) await peer.hears(notice);
      await assert.rejects(server.connect(), /ECONNREFUSED/);
      bob.say('goodbye');
      await alice.hears('bob: goodbye');
      nameless.say('NICK carol', 'hello and goodbye');
      await nameless.hears('READY');
      await alice.hears('carol: hello and goodbye');
      // SIGHUP does not count as the first of two.
      if (signal === 'SIGHUP') server.kill('SIGINT');
      server.kill('SIGTERM');
      await Promise.all([alice, bob, nameless].map(closed));
      assert.equal(await server.exit(), 0);
      assert.match(server.stdout, /^stopping in 3600 seconds; /m);
      assert.deepEqual([server.said, server.logged], ['', []]);
      const { messages, present } = readLog(dir.path);
      assert.deepEqual([...messages.map(({ text }) => text), ...present.keys()], ['goodbye', 'hello and goodbye']);
    });
  }

  test('closes at the end of the grace', async () => {
    await using server = await ServerHere.serve([...inMemory, '--grace', '1']);
    const alice = await server.join('alice');
    server.kill('SIGTERM');
    await alice.hears('Server will shut down in 1 seconds');
    await closed(alice);
    assert.equal(await server.exit(), 0);
  });

  test('announces five seconds; a second signal skips them', async () => {
    await using server = await ServerHere.serve(inMemory);
    const alice = await server.join('alice');
    server.kill('SIGTERM');
    await alice.hears('Server will shut down in 5 seconds');
    server.kill('SIGTERM');
    await closed(alice);
    assert.equal(await server.exit(), 0);
  });

  test('counts no SIGHUP as the second signal', { skip: noSignals }, async () => {
    await using server = await ServerHere.serve([...inMemory, '--grace', '3600']);
    const [alice, bob] = [await server.join('alice'), await server.join('bob')];
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGHUP'] as const) server.kill(signal);
    await alice.hears('Server will shut down in 3600 seconds');
    bob.say('still here');
    await alice.hears('bob: still here');
    server.kill('SIGINT');
    await Promise.all([alice, bob].map(closed));
    assert.equal(await server.exit(), 0);
  });

  test(
    'lives on at SIGHUP when it was started by nohup, and at the signals for users',
    { skip: noSignals },
    async () => {
      // Bash hands over what it has started; a program between would be a pipe that can ask us to stop.
      const through = ['bash', '-c', 'nohup "$@"', 'bash'] as const;
      await using server = await ChildServer.serve([...inMemory, '--grace', '0'], { through });
      const [alice, bob] = [await server.join('alice'), await server.join('bob')];
      for (const signal of ['SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const) server.kill(signal);
      bob.say('still here');
      await alice.hears('bob: still here');
      await server.logs('hangup-ignored');
      await server.logs('signal-ignored');
      server.kill('SIGTERM');
      await Promise.all([alice, bob].map(closed));
      assert.equal(await server.exit(), 0);
    },
  );

  test('tells everybody when its terminal is closed', { skip: noTerminal }, async () => {
    using terminal = new ClosingTerminal(['serve', '--listen', 'nick://127.0.0.1:0', ...inMemory, '--grace', '0']);
    const peer = new NickPeer(await connectTcp({ host: '127.0.0.1', port: await terminal.port() }));
    await peer.hears('HELLO');
    terminal.close();
    await peer.hears('Server will shut down in 0 seconds');
    await closed(peer);
    assert.equal(await terminal.status(), 0);
  });

  test('accepts messages that were sent before it closes', async () => {
    using dir = new TemporaryDirectory();
    await using server = await ServerHere.serve(['--data', dir.path, '--grace', '0']);
    const [alice, bob] = [await server.join('alice'), await server.join('bob')];
    bob.say('last words');
    await alice.hears('bob: last words');
    server.kill('SIGTERM');
    await Promise.all([alice, bob].map(closed));
    assert.equal(await server.exit(), 0);
    assert.deepEqual(alice.rest(), ['Server will shut down in 0 seconds']);
    assert.deepEqual(
      readLog(dir.path).messages.map(({ text }) => text),
      ['last words'],
    );
  });

  test('ends at once when nobody is there', async () => {
    await using server = await ServerHere.serve(inMemory);
    server.kill('SIGTERM');
    assert.equal(await server.exit(), 0);
  });

  test('ends even if peers neither read nor close', async () => {
    await using server = await ServerHere.serve([...inMemory, '--grace', '0']);
    const speaker = await server.join('speaker');
    const sleepers: NickPeer[] = [];
    for (let n = 0; n < 10; n++) sleepers.push(await server.join(`sleeper${n}`));
    for (const peer of sleepers) peer.stopReading();
    for (let n = 0; n < 40; n++) {
      speaker.say(...Array<string>(25).fill('x'.repeat(2000)), `/msg nobody${n} done`);
      await speaker.until(() => speaker.heard.includes(`No user named nobody${n}.`));
    }
    server.kill('SIGTERM');
    await closed(speaker);
    assert.equal(await server.exit(), 0);
  });

  test('does not wait for peers that keep their side open', async () => {
    // A link that was ended waits five seconds for its peer: a server that waits is never faster, one that does not may be
    // slower, on a busy machine.
    for (let attempt = 1, took = Infinity; took >= 5000; attempt++) {
      assert.ok(attempt <= 10, `it took ${took} ms`);
      await using server = await ServerHere.serve([...inMemory, '--grace', '0']);
      const silent = await server.connect();
      await silent.hears('HELLO');
      const began = performance.now();
      server.kill('SIGTERM');
      assert.equal(await silent.over(), 'ended');
      assert.equal(await server.exit(), 0);
      took = performance.now() - began;
    }
  });

  test('drops passwords that wait, of requests over HTTP too, and closes connections whose request never ends', async () => {
    await using server = await ServerHere.serve([...inMemory, '--grace', '0', '--listen', 'http://127.0.0.1:0']);
    const port = Number(/^listening http:\S+:(\d+) /m.exec(server.stdout)?.[1]);
    const login = JSON.stringify({ name: 'alice', password: 'wrong' });
    const head = `POST /api/v1/login HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n`;
    const whole = `${head}Content-Length: ${login.length}\r\n\r\n${login}`;
    // The first three are checked at once; the next wait for seconds.
    const cut = [head, ...Array<string>(6).fill(whole)].map((bytes) => {
      const socket = connect({ port, host: '127.0.0.1' }).on('error', () => {});
      socket.write(bytes);
      return new Promise((resolve) => socket.resume().once('close', resolve));
    });
    await server.logs('wrong-password');
    server.kill('SIGTERM');
    await Promise.all(cut);
    assert.equal(await server.exit(), 0);
    assert.doesNotMatch(server.stderr, /"bug"/);
  });

  test('ends at the second signal also where nobody reads what it prints', async () => {
    const signals = new EventEmitter();
    const ready = Promise.withResolvers<void>();
    // As a full pipe.
    const stuck = new Writable({
      write: (chunk, _encoding, done) => (String(chunk).endsWith('ready\n') ? ready.resolve() : done()),
    });
    const args = ['serve', ...inMemory, '--listen', 'nick://127.0.0.1:0'];
    const stderr = new Writable({ write: (_chunk, _encoding, done) => done() });
    const exit = runCommandLine(args, { stdin: Readable.from([]), stdout: stuck, stderr, signals });
    await patiently(Promise.race([ready.promise, exit]), () => 'ready');
    for (const signal of ['SIGTERM', 'SIGTERM']) signals.emit(signal);
    assert.equal(await patiently(exit, () => 'the end of a server'), 0);
    assert.equal(signals.listenerCount('SIGTERM'), 0);
  });

  test('ends at the second signal also where it has failed, and nobody reads why', async () => {
    const signals = new EventEmitter();
    const told = Promise.withResolvers<void>();
    const stuck = new Writable({ write: () => told.resolve() });
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
    const args = ['serve', '--data', fileURLToPath(import.meta.url), '--listen', 'nick://127.0.0.1:0'];
    const exit = runCommandLine(args, { stdin: Readable.from([]), stdout, stderr: stuck, signals });
    await patiently(told.promise, () => 'a sentence');
    for (const signal of ['SIGTERM', 'SIGTERM']) signals.emit(signal);
    assert.notEqual(await patiently(exit, () => 'the end of a server'), 0);
  });

  test('does not wait for the end of the grace when everybody has left', async () => {
    await using server = await ServerHere.serve([...inMemory, '--grace', '3600']);
    const alice = await server.join('alice');
    server.kill('SIGTERM');
    await alice.hears('Server will shut down in 3600 seconds');
    alice.say('BYE');
    await closed(alice);
    assert.equal(await server.exit(), 0);
  });
});
