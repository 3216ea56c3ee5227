import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { direct } from '#dialects/direct/direct.ts';
import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { tsam } from '#dialects/tsam/tsam.ts';
import { assertPassesGate } from '#lab/capture/capture-gate.suite.ts';
import { runWireshark } from '#lab/capture/tshark.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';
import { loadQuic } from '#link/quic/library.ts';
import { CaptureError } from '#server/capture/capture-error.ts';
import type { CaptureChoice } from '#server/capture/capture-options.ts';
import { askAll } from '#server/control/ask.ts';
import { CapturedClient } from './captured-client.ts';
import { ChildServer } from './child-server.ts';
import { patiently } from './patiently.ts';
import { Served } from './served.ts';

const noTshark = await tsharkMissing();
const usual = { limit: 1e9, dialects: undefined, addresses: 'real' } as const;

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'polylogue-capture-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const toFile = (file: string, more: object = {}): { capture: CaptureChoice } => ({
  capture: { file: { file, ...usual, ...more }, buffer: 0 },
});

/** The columns of each packet. */
async function packets(file: string, ...fields: readonly string[]): Promise<readonly (readonly string[])[]> {
  const columns = fields.flatMap((field) => ['-e', field]);
  const table = await runWireshark('tshark', ['-n', '-r', file, '-T', 'fields', ...columns]);
  return table
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
}

test('a capture contains the bytes with masked passwords, and names senders and receivers', async (t) => {
  const file = join(folderOf(t), 'all.pcapng');
  const clients: CapturedClient[] = [];
  const open = async (port: number | undefined): Promise<CapturedClient> => {
    const client = await CapturedClient.connect(port ?? 0);
    clients.push(client);
    return client;
  };
  {
    await using served = await Served.start([nick, direct, tsam], toFile(file));
    const alice = await open(served.ports[0]);
    await alice.hears('HELLO');
    alice.write('NICK alice');
    await alice.hears('READY');
    const bob = await open(served.ports[1]);
    bob.write('bob trou');
    bob.write('t-77\n');
    await bob.hears('closing');
    await bob.end();
    const carol = await open(served.ports[1]);
    carol.write('carol\n');
    await carol.hears('Welcome');
    carol.write(`#lobby: ${'ü🎉'.repeat(600)}\n`);
    await alice.hears('🎉');
    alice.write('/msg carol hi');
    await carol.hears('hi');
    const group = await open(served.ports[2]);
    group.write('\x01LISTSERVERS\x04');
    await group.hears('SERVERS');
    group.abort();
    await Promise.all([alice.end(), carol.end()]);
  }
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const text = readFileSync(file, 'utf8');
  for (const comment of ['bob: name', 'client: name bob with a password', 'carol → #lobby', 'carol: name carol']) {
    assert.equal(text.includes(comment), comment !== 'bob: name' && comment !== 'carol: name carol', comment);
  }
  for (const comment of ['alice → carol (/msg)', 'server to carol: alice → carol', 'alice closes']) {
    assert.ok(text.includes(comment), comment);
  }
  assert.match(text, /with a password · masked: bytes \d+ to \d+/);
  assert.ok(!text.includes('trou') && !text.includes('t-77'));
  if (noTshark) return t.diagnostic(noTshark);
  const sent = clients.map(({ written, read }) => ({
    client: Buffer.from(written.toString('latin1').replace('trout-77', '*'.repeat(8)), 'latin1'),
    server: read,
  }));
  await assertPassesGate(file, sent);
  const resets = await packets(file, 'tcp.flags.reset', 'frame.comment');
  assert.ok(resets.some(([flag, comment]) => /^(?:1|True)$/.test(flag ?? '') && comment?.endsWith('breaks off')));
});

test('a capture of a running server is started and stopped, and errors are reported', async (t) => {
  const data = folderOf(t);
  const file = join(data, 'some.pcapng');
  await using served = await Served.start([nick, direct], { data });
  const alice = await served.join('alice');
  const start = { kind: 'capture-start', file, ...usual, dialects: ['nick'] } as const;
  await assert.rejects(askAll(data, { kind: 'capture-stop' }), /No capture to a file is running/);
  await askAll(data, start);
  await assert.rejects(askAll(data, start), /is running already/);
  const bob = await served.join('bob');
  alice.say('hello');
  await bob.until(() => bob.heard.includes('alice: hello'));
  const carol = await CapturedClient.connect(served.ports[1] ?? 0);
  carol.write('carol\n');
  await carol.hears('Welcome');
  carol.abort();
  const [status] = await askAll(data, { kind: 'capture-status' });
  assert.partialDeepStrictEqual(status, { file, lost: 0, dialects: ['nick'] });
  const [all] = await askAll(data, { kind: 'status' });
  assert.partialDeepStrictEqual(all, { pid: process.pid, capture: { file, ended: null } });
  await askAll(data, { kind: 'capture-stop' });
  alice.say('not captured');
  await bob.until(() => bob.heard.includes('alice: not captured'));
  await assert.rejects(askAll(data, start), /never overwrite/);
  const events = served.log.map(({ event }) => event).filter((event) => event?.toString().startsWith('capture-'));
  assert.deepEqual(events, ['capture-started', 'capture-stopped']);
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes('alice → #lobby · masked: bytes 0 to 4 · this connection began before the capture'));
  assert.ok(text.includes('alice: hello') && !text.includes('not captured') && !text.includes('carol'));
  if (noTshark) return t.diagnostic(noTshark);
  const aliceSaid = Buffer.from('*****\n');
  await assertPassesGate(
    file,
    [
      { client: Buffer.from('NICK bob\n'), server: Buffer.from('\0\x05HELLO\0\x05READY\0\x0calice: hello') },
      { client: aliceSaid, server: Buffer.alloc(0) },
    ],
    { joined: true },
  );
});

suite('what is kept in memory', () => {
  test('a session can be exported, under a synthetic address, and a missing one cannot', async (t) => {
    const data = folderOf(t);
    await using served = await Served.start([nick, chatroom], { data, capture: { file: undefined, buffer: 1e6 } });
    const [alice, bob] = [await served.join('alice'), await served.join('bob')];
    alice.say('hello');
    await bob.until(() => bob.heard.includes('alice: hello'));
    const sessions = await askAll(data, { kind: 'capture-sessions' });
    assert.deepEqual(
      sessions.map((session) => Object(session)).map(({ id, user, listener, ended }) => [id, user, listener, ended]),
      [
        [1, 'alice', 'nick:0', null],
        [2, 'bob', 'nick:0', null],
      ],
    );
    const request = { kind: 'capture-export', addresses: 'synthetic' } as const;
    await assert.rejects(askAll(data, { ...request, sessions: [2, 7] }), /Session 7 is no longer in memory/);
    const pieces = await askAll(data, { ...request, sessions: [2] });
    const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(String(Object(piece).base64), 'base64')));
    assert.ok(!bytes.includes('alice: name') && bytes.includes('server to bob: alice → #lobby'));
    if (noTshark) return t.diagnostic(noTshark);
    const file = join(data, 'bob.pcapng');
    writeFileSync(file, bytes);
    const [first] = await packets(file, 'ip.src', 'ip.dst');
    assert.deepEqual(first, ['10.0.1.1', '10.0.0.1']);
    assert.match(await runWireshark('tshark', ['-n', '-r', file, '-q', '-z', 'hosts']), /10\.0\.1\.1\tbob/);
  });

  test('a server without a capture buffer says so', async (t) => {
    const data = folderOf(t);
    await using _served = await Served.start([nick], { data });
    await assert.rejects(askAll(data, { kind: 'capture-sessions' }), /keeps nothing in memory/);
    await assert.rejects(askAll(data, { kind: 'capture-export', sessions: [1], addresses: 'real' }), /keeps nothing/);
  });
});

test(
  'each stream of a QUIC connection is captured as a connection with a comment that says so',
  { skip: !(await loadQuic()) },
  async (t) => {
    const folder = folderOf(t);
    const file = join(folder, 'quic.pcapng');
    {
      await using served = await Served.start([pdu], { data: folder, ...toFile(file) });
      const ca = readFileSync(join(folder, 'quic-certificate.pem'), 'utf8');
      const port = served.ports[0] ?? 0;
      const client = await CapturedClient.connect(port, 'quic', { ca, alpn: 'echo-protocol' });
      client.write('{"mtype": 7, "payload": {"supported_versions": ["1.2"]}, "version": "1.0.0", "sz": 0}');
      await client.hears('selected_version');
      client.abort();
    }
    const text = readFileSync(file, 'utf8');
    for (const words of [
      'pdu:0 (QUIC)',
      'each QUIC stream is shown as a TCP connection',
      'connects, stream 0',
      'VERSION_REQUEST',
    ]) {
      assert.ok(text.includes(words), words);
    }
  },
);

test('a capture ends at its limit, with whole blocks, and the chat continues', async (t) => {
  const data = folderOf(t);
  const file = join(data, 'small.pcapng');
  await using served = await Served.start([nick], { data, ...toFile(file, { limit: 100_000 }) });
  const [alice, bob] = [await served.join('alice'), await served.join('bob')];
  for (let n = 0; !served.log.some(({ event }) => event === 'capture-ended'); n++) {
    const words = `${n} ${'x'.repeat(1500)}`;
    alice.say(words);
    await bob.until(() => bob.heard.includes(`alice: ${words}`));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const [status] = await askAll(data, { kind: 'capture-status' });
  assert.match(String(Object(status).ended), /has reached its limit of 100 kB$/);
  const { size } = statSync(file);
  assert.ok(size > 20_000 && size <= 101_000, `${size} bytes`);
  alice.say('still here');
  await bob.until(() => bob.heard.includes('alice: still here'));
  if (noTshark) return t.diagnostic(noTshark);
  assert.ok((await packets(file, 'frame.number')).length > 10);
});

test('a server does not start if it cannot write the file, and a failed start leaves no file', async (t) => {
  const folder = folderOf(t);
  const file = join(folder, 'a.pcapng');
  const absent = join(folder, 'none', 'a.pcapng');
  await assert.rejects(
    Served.start([nick], toFile(absent)),
    (error) => error instanceof CaptureError && error.exit === 73,
  );
  await assert.rejects(Served.start([nick], toFile(file), '203.0.113.7'));
  await assert.rejects(Served.start([nick], { capture: { file: undefined, buffer: 1e6 } }), /needs a data directory/);
  await using _served = await Served.start([nick], toFile(file));
  assert.ok(statSync(file).size > 0);
});

test('a capture can be read after the server was killed', async (t) => {
  const file = join(folderOf(t), 'killed.pcapng');
  await using server = await ChildServer.serve(['--data', ':memory:', '--capture', file, '--addresses', 'synthetic']);
  assert.match(
    server.stdout,
    /^capturing all dialects to .*killed\.pcapng, which stops at 1 GB: .* passwords are masked$/m,
  );
  const alice = await (await server.connect()).come('alice');
  alice.say('hello');
  const written = async (): Promise<void> => {
    while (!readFileSync(file, 'utf8').includes('alice → #lobby'))
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await patiently(written(), () => 'a packet in the file');
  server.kill('SIGKILL');
  await server.exit();
  if (noTshark) return t.diagnostic(noTshark);
  const rows = await packets(file, 'ip.src', 'tcp.dstport', 'frame.comment');
  assert.equal(rows.at(-2)?.[2], 'alice → #lobby');
});
