import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { suite, test, type TestContext } from 'node:test';
import { OptionError } from '#dialects/dialect.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { connectQuic } from '#link/quic.ts';
import { loadQuic } from '#link/quic-library.ts';
import type { QuicLink } from '#link/quic-peer.ts';
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
  const connect = (): Promise<QuicLink> => connectQuic({ host, port: Number(digits), ca, alpn: pdu.quic ?? '' });
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
  test('has the number of the TCP port, and a certificate that goes with the run where nothing is kept', async (t) => {
    const program = await start(t);
    const link = await program.connect();
    assert.match(await answer(link), /^\{"mtype": 8/);
    await program.stop();
    assert.equal(existsSync(program.certificate), false);
    await patiently(link.peer.over, () => 'the end of the connection');
  });

  test('a connection counts as one link, with its streams and without', async (t) => {
    const program = await start(t, 0, { limits: { perAddress: 1, inAll: 10, patience: 60_000 } });
    const one = await program.connect();
    await answer(one);
    await answer(one.peer.open());
    const other = await program.connect();
    await patiently(other.peer.over, () => 'the end of what was one too many');
    assert.equal(program.events.includes('refused'), true);
    one.peer.end();
  });

  test('a port that is taken ends the start', async (t) => {
    const taken = createSocket('udp4').bind(0, host);
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
