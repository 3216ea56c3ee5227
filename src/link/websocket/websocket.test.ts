import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { acceptHttp, connectWebSocket } from '#link/http/http.ts';
import type { AcceptOptions, Connection } from '#link/connection-handler.ts';
import type { Link, LinkEnd } from '#link/link.ts';
import { readTurns } from '#link/input/read-turns.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { usualSite } from '#link/http/site.suite.ts';
import type { Listening } from '#link/tcp/tcp.ts';

const utf8 = new TextEncoder();

interface Scene {
  readonly listening: Listening;
  readonly links: Link[];
  readonly heard: Recording[];
  readonly begun: Connection[];
  readonly over: Connection[];
  /** The next link, read. */
  next(): Promise<{ link: Link; heard: Recording }>;
  open(options?: Partial<Parameters<typeof connectWebSocket>[0]>): Promise<Link>;
  /** A client of another library than our link. */
  raw(): Promise<WebSocket>;
}

async function scene(t: TestContext, options: Partial<AcceptOptions> = {}, holding = false): Promise<Scene> {
  const [links, heard, begun, over]: [Link[], Recording[], Connection[], Connection[]] = [[], [], [], []];
  const wakes: (() => void)[] = [];
  const listening = await acceptHttp(
    { host: '127.0.0.1', port: 0, site: usualSite, ...options },
    {
      admit: (connection) => begun.push(connection) > 0,
      first(link) {
        const recording = new Recording(holding);
        link.read(recording);
        links.push(link);
        heard.push(recording);
        for (const wake of wakes.splice(0)) wake();
      },
      further: () => {},
      over: (connection) => void over.push(connection),
    },
  );
  t.after(() => {
    for (const link of links) link.abort();
    return listening.close();
  });
  let given = 0;
  const place = { host: '127.0.0.1', port: listening.port, path: '/ws', subprotocol: 'lines' };
  return {
    listening,
    links,
    heard,
    begun,
    over,
    async next() {
      while (links.length <= given) await new Promise<void>((wake) => wakes.push(wake));
      const [link, recording] = [links[given], heard[given]];
      given++;
      assert.ok(link && recording);
      return { link, heard: recording };
    },
    open: (more) => connectWebSocket({ ...place, ...more }),
    async raw() {
      const socket = new WebSocket(`ws://127.0.0.1:${listening.port}/ws`, 'lines');
      await once(socket, 'open');
      return socket;
    },
  };
}

/** The code a server closes with. */
async function closeCode(socket: WebSocket): Promise<unknown> {
  socket.on('error', () => {});
  const [code]: unknown[] = await once(socket, 'close');
  return code;
}

test('messages are chunks that end with LF, and writes are messages', async (t) => {
  const { open, next, begun } = await scene(t);
  const client = await open();
  const reading = new Recording();
  client.read(reading);
  const { link, heard } = await next();
  assert.equal(begun[0]?.endIfIdle?.(), false, 'its connection is in use');
  for (const text of ['one', 'two\n', 'a\nb', '', 'naïve 😀']) client.write(utf8.encode(text));
  await heard.until(({ text }) => text.endsWith('😀\n'));
  assert.equal(heard.text, 'one\ntwo\na\nb\nnaïve 😀\n');
  const big = 'x'.repeat(70_000);
  for (const text of ['hello\n', big]) link.write(utf8.encode(text));
  await reading.until(({ text }) => text.length >= 70_006);
  assert.equal(reading.text, `hello\n${big}\n`);
  await link.drained();
  assert.ok(link.delivered && link.queued === 0);
});

test('the same bytes for many are framed once', async (t) => {
  const { open, next } = await scene(t);
  const clients = await Promise.all([open(), open()]);
  const servers = [await next(), await next()];
  const readings = clients.map((client) => {
    const reading = new Recording();
    client.read(reading);
    return reading;
  });
  const bytes = utf8.encode('for all\n');
  for (const { link } of servers) link.write(bytes);
  await Promise.all(readings.map((reading) => reading.until(({ text }) => text === 'for all\n')));
  const { serverFrame } = await import('./websocket-frame.ts');
  assert.equal(serverFrame(bytes), serverFrame(bytes));
});

test('what a reader leaves is kept in order, and the rest is not read meanwhile', async (t) => {
  const { open, next } = await scene(t, {}, true);
  const client = await open({ outbox: 64 * 1024 * 1024 });
  const { link, heard } = await next();
  const lines = Array.from({ length: 20_000 }, (_, nth) => `line ${nth} ${'x'.repeat(500)}`);
  for (const line of lines) client.write(utf8.encode(line));
  await heard.until(({ offers }) => offers > 0);
  assert.ok(client.queued > 1024 * 1024, 'the server does not read on');
  heard.holding = false;
  link.resume();
  await heard.until(({ offers }) => offers > lines.length);
  assert.equal(heard.text, `${lines.join('\n')}\n`);
});

test('frames that come too fast are parsed later, all and in order; what was read and is not parsed waits', async (t) => {
  const rate = { burst: 200_000, perSecond: 100e6 };
  const { open, next } = await scene(t, { inputRates: { link: rate, address: rate } });
  const client = await open({ outbox: 64 * 1024 * 1024 });
  const { heard } = await next();
  const lines = Array.from({ length: 1000 }, (_, nth) => `${nth} ${'x'.repeat(500)}`);
  for (const line of lines) client.write(utf8.encode(line));
  await heard.until(({ bytes }) => bytes.length >= lines.join('\n').length + 1);
  assert.equal(heard.text, `${lines.join('\n')}\n`);
});

test('a fragment keeps no more than a slice of input in memory, and counts as long as its message is not complete', async (t) => {
  const { raw, next } = await scene(t);
  const client = await raw();
  const { heard } = await next();
  const address = readTurns.enter('127.0.0.1');
  const before = address.unfinished;
  client.send('x', { fin: false });
  while (address.unfinished < before + 1024) await new Promise((resolve) => setImmediate(resolve));
  client.send('y'.repeat(100_000), { fin: false });
  while (address.unfinished < before + 100_000) await new Promise((resolve) => setImmediate(resolve));
  client.send('z');
  await heard.until(({ text }) => text.endsWith('z\n'));
  assert.equal(address.unfinished, before);
  client.terminate();
});

const ends: readonly (readonly [string, (client: Link) => void, LinkEnd])[] = [
  ['a client that closes', (client) => client.end(), 'ended'],
  ['a client that is cut off', (client) => client.abort(), 'reset'],
];
for (const [title, act, end] of ends) {
  test(`${title} is ${end}, once, after what it wrote`, async (t) => {
    const { open, next, begun, over } = await scene(t);
    const client = await open();
    client.read(new Recording());
    const { heard } = await next();
    client.write(utf8.encode('last words'));
    await client.drained();
    if (end === 'reset') await heard.until(({ text }) => text !== '');
    act(client);
    assert.equal(await heard.end(), end);
    assert.equal(heard.text, 'last words\n');
    while (over.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([heard.ends.length, begun.length, over.length], [1, 1, 1]);
  });
}

const codes: readonly (readonly [string, (client: WebSocket) => void, number])[] = [
  ['a binary message', (client) => client.send(Buffer.from([1, 2])), 1003],
  ['text that is not UTF-8', (client) => client.send(Buffer.from([0xff, 0xfe]), { binary: false }), 1007],
  ['a message of more than 128 KiB', (client) => client.send('x'.repeat(128 * 1024 + 1)), 1009],
];
for (const [title, act, code] of codes) {
  test(`${title} closes with ${code}`, async (t) => {
    const { raw, next } = await scene(t);
    const client = await raw();
    const { heard } = await next();
    act(client);
    assert.equal(await closeCode(client), code);
    await heard.end();
    assert.equal(heard.text, '');
  });
}

test('our own end closes with 1000, and while the server stops with 1001; what was written arrives before', async (t) => {
  const { raw, next, listening } = await scene(t);
  for (const code of [1000, 1001]) {
    const client = await raw();
    const messages: string[] = [];
    client.on('message', (data) => messages.push(String(data)));
    const { link } = await next();
    link.write(utf8.encode('bye\n'));
    if (code === 1001) await listening.close();
    link.end();
    assert.equal(await closeCode(client), code);
    assert.deepEqual(messages, ['bye\n']);
    link.write(utf8.encode('too late\n'));
    assert.equal(link.delivered, false);
  }
});

test('a client that takes nothing is aborted as slow when its outbox is full, and no other client', async (t) => {
  const slow: Link[] = [];
  const { raw, open, next } = await scene(t, { outbox: 256 * 1024, onSlow: (link) => void slow.push(link) });
  const client = await raw();
  client.pause();
  const { link, heard } = await next();
  const other = await open();
  const reading = new Recording();
  other.read(reading);
  const { link: quick } = await next();
  const bytes = new Uint8Array(64 * 1024).fill(0x78);
  while (slow.length === 0) {
    link.write(bytes);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(slow, [link]);
  assert.equal(await heard.end(), 'slow');
  assert.equal(link.delivered, false);
  quick.write(utf8.encode('still here\n'));
  await reading.until(({ text }) => text === 'still here\n');
  client.terminate();
});

test('a silent client is pinged, and cut off if it does not answer', async (t) => {
  const due: (() => void)[] = [];
  const after = (ms: number, run: () => void): (() => void) => {
    if (ms === 10_000) due.push(run);
    return () => {};
  };
  const { raw, next } = await scene(t, { after });
  const pass = (): void => {
    for (const run of due.splice(0)) run();
  };
  const answering = await raw();
  const { heard: heardAnswering } = await next();
  const pings = once(answering, 'ping');
  for (let checks = 0; checks < 4; checks++) pass();
  await pings;
  // Its answer counts as a sign of life; nothing answers for the other.
  const silent = connect(Number(new URL(answering.url).port), '127.0.0.1');
  silent.write(
    'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: lines\r\n\r\n',
  );
  silent.on('data', () => {}).on('error', () => {});
  const { heard } = await next();
  for (let checks = 0; checks < 7; checks++) {
    answering.ping();
    await once(answering, 'pong');
    pass();
  }
  assert.equal(await heard.end(), 'closed');
  assert.deepEqual(heardAnswering.ends, []);
  answering.terminate();
});

test('a handshake that is refused says why, and one that does not end is given up', async (t) => {
  const { listening, over } = await scene(t);
  const answer = async (head: string): Promise<string> => {
    const socket: Socket = connect(listening.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.write(head);
    await once(socket, 'close');
    return text;
  };
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
  assert.match(await answer(`GET /elsewhere HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`), /^HTTP\/1\.1 404[^]*not here$/);
  assert.match(await answer(`GET /ws HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`), /^HTTP\/1\.1 400/);
  assert.match(await answer(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431/);
  assert.match(await answer('\x00\x05HELLO\r\n\r\n'), /^HTTP\/1\.1 400/);
  while (over.length < 4) await new Promise((resolve) => setImmediate(resolve));
});
