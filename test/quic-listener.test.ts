import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { suite, test, type TestContext } from 'node:test';
import { OptionError } from '#dialects/dialect.ts';
import fc from 'fast-check';
import { pdu } from '#dialects/pdu/pdu.ts';
import { freePort } from '#lab/free-port.ts';
import { connectQuic } from '#link/quic/quic.ts';
import { loadQuic } from '#link/quic/library.ts';
import type { QuicLink } from '#link/quic/peer.ts';
import type { ServeOptions } from '#server/serve-options.ts';
import { serve } from '#server/serve.ts';
import { patiently } from './patiently.ts';
import { servedInMemory } from './served.ts';

const host = '127.0.0.1';
const hello = '{"mtype": 7, "payload": {"supported_versions": ["1.2"]}, "version": "1.0.0", "sz": 0}';

interface Program {
  readonly port: number;
  readonly certificate: string;
  readonly events: readonly string[];
  connect(): Promise<QuicLink>;
  stop(): Promise<void>;
}

async function start(t: TestContext, port = 0, options: Partial<ServeOptions> = {}, own = {}): Promise<Program> {
  const [lines, events]: [string[], string[]] = [[], []];
  const listen = [{ dialect: pdu, host, port, policy: {}, options: own }];
  const outputs = { print: (line: string) => void lines.push(line), log: (event: string) => void events.push(event) };
  const serving = await serve({ ...servedInMemory, ...options, listen }, outputs);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= serving.stop(Promise.resolve()));
  t.after(stop);
  const quic = /^listening pdu\+quic:\/\/127\.0\.0\.1:(\d+) join: .* pdu client 127\.0\.0\.1 \1 --cert (.*)$/;
  const [, digits, certificate = ''] = quic.exec(lines[1] ?? '') ?? [];
  assert.equal(lines[0]?.startsWith(`listening pdu://${host}:${digits} `), true, lines.join('\n'));
  const ca = readFileSync(certificate, 'utf8');
  const connect = (): Promise<QuicLink> => connectQuic({ host, port: Number(digits), ca, alpn: 'echo-protocol' });
  return { port: Number(digits), certificate, events, connect, stop };
}

/** The first bytes of it. */
function answer(link: QuicLink): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  link.write(Buffer.from(hello));
  link.read({
    take(chunk) {
      resolve(Buffer.from(chunk).toString());
      return chunk.length;
    },
    ended: resolve,
  });
  return patiently(promise, () => 'an answer');
}

suite('a listener over QUIC', { skip: (await loadQuic()) === undefined && 'the library is not here' }, () => {
  test('has the number of the TCP port, and a new certificate in each run without a data directory', async (t) => {
    const program = await start(t);
    const link = await program.connect();
    assert.match(await answer(link), /^\{"mtype": 8/);
    await program.stop();
    assert.equal(existsSync(program.certificate), false);
    await patiently(link.peer.over, () => 'the end of the connection');
  });

  test('a connection counts as one link, with its streams and without; further streams are limited', async (t) => {
    const program = await start(t, 0, { limits: { perAddress: 1, inAll: 10, loginTimeout: 60_000 } });
    const one = await program.connect();
    await answer(one);
    assert.match(await answer(one.peer.open()), /mtype/);
    assert.doesNotMatch(await answer(one.peer.open()), /mtype/, 'a second further stream');
    const other = await program.connect();
    await patiently(other.peer.over, () => 'the end of what was one too many');
    assert.equal(program.events.includes('refused'), true);
    one.peer.end();
  });

  test('random bytes on any stream break nothing', async (t) => {
    const program = await start(t);
    const pieces = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(hello, hello.slice(0, 30), '{', '"', '[[[[', '\n', '{"mtype": 4, "payload": {"id": 1}}')
        .map(Buffer.from),
    );
    const step = fc.record({
      stream: fc.nat(7),
      does: fc.constantFrom('writes', 'writes', 'writes', 'ends', 'aborts'),
      piece: pieces,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const first = await program.connect();
        const links = [first, ...Array.from({ length: 7 }, () => first.peer.open())];
        for (const link of links) link.read({ take: (chunk) => chunk.length, ended: () => {} });
        for (const { stream, does, piece } of steps) {
          if (does === 'writes') links[stream]?.write(piece);
          else if (does === 'ends') links[stream]?.end();
          else links[stream]?.abort();
        }
        first.peer.endAfter(Promise.all(links.map((link) => link.drained())).then(() => {}));
        await patiently(first.peer.over, () => 'the end of a connection');
      }),
      { numRuns: 8 },
    );
    const link = await program.connect();
    assert.match(await answer(link), /^\{"mtype": 8/);
    link.peer.end();
    assert.deepEqual(
      program.events.filter((event) => event === 'bug' || event === 'broken-datagram'),
      [],
    );
  });

  test('connections and streams that come too fast are refused', async (t) => {
    const arrivals = { burst: 3, perSecond: 0.001 };
    const program = await start(t, 0, { limits: { perAddress: 100, inAll: 100, arrivals, loginTimeout: 60_000 } });
    const one = await program.connect();
    await answer(one);
    for (let n = 0; n < 2; n++) assert.match(await answer(one.peer.open()), /mtype/);
    assert.doesNotMatch(await answer(one.peer.open()), /mtype/, 'the fourth arrival');
    const other = await program.connect();
    await patiently(other.peer.over, () => 'the end of what came too fast');
    assert.ok(program.events.includes('refused'));
    one.peer.end();
  });

  test('packets that begin nothing are not logged, and others are answered', async (t) => {
    const program = await start(t);
    const socket = createSocket('udp4');
    t.after(() => socket.close());
    // A packet of a type that may only come behind a handshake (0-RTT).
    const junk = Buffer.concat([
      Buffer.of(0xd0, 0, 0, 0, 1, 8),
      Buffer.alloc(8, 7),
      Buffer.of(8),
      Buffer.alloc(1183, 7),
    ]);
    for (let n = 0; n < 500; n++) await new Promise<unknown>((sent) => socket.send(junk, program.port, host, sent));
    const link = await program.connect();
    await answer(link);
    await program.stop();
    assert.equal(program.events.includes('broken-datagram'), false);
    link.peer.end();
  });

  test('a port that is taken ends the start', async (t) => {
    // It is free over TCP, and no connection gets it by chance.
    const taken = createSocket('udp4').bind(await freePort(), host);
    t.after(() => taken.close());
    await once(taken, 'listening');
    const { port } = taken.address();
    await assert.rejects(start(t, port), { code: 'EADDRINUSE', address: `UDP ${host}`, port });
  });

  test('a certificate needs its key', async (t) => {
    await assert.rejects(start(t, 0, {}, { cert: 'missing.pem' }), OptionError);
    await assert.rejects(start(t, 0, {}, { cert: 'missing.pem', key: 'missing.pem' }), OptionError);
  });
});
