import assert from 'node:assert/strict';
import dns from 'node:dns';
import { test, type TestContext } from 'node:test';
import { nick } from '#dialects/nick/nick.ts';
import { tsam } from '#dialects/tsam/tsam.ts';
import type { Link } from '#link/link.ts';
import { connectTcp, listenTcp } from '#link/tcp/tcp.ts';
import { serve } from '#server/serve.ts';
import { NickPeer } from './nick-peer.ts';
import { patiently } from './patiently.ts';
import { servedInMemory } from './served.ts';

type Done = (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void;

const missing = 'no.such.host.invalid';

/** A name is looked up in vain once `after` is settled. */
function missesAfter(t: TestContext, after: Promise<unknown>): void {
  const { lookup } = dns;
  t.mock.method(dns, 'lookup', (host: string, options: dns.LookupAllOptions, done: Done) => {
    if (host !== missing) return lookup(host, options, done);
    void after.finally(() => done(new Error(missing), []));
  });
}

test('a server that cannot open a listener closes connections of the others', async (t) => {
  const came = Promise.withResolvers<NickPeer>();
  missesAfter(t, came.promise);
  const print = (line: string): void => {
    const [, port] = /^listening \S+:(\d+) /.exec(line) ?? [];
    came.resolve(enter(Number(port)));
  };
  const listen = ['127.0.0.1', missing].map((host) => ({ dialect: nick, host, port: 0, policy: {}, options: {} }));
  await assert.rejects(serve({ ...servedInMemory, listen }, { print, log: () => {} }), { message: missing });
  const peer = await came.promise;
  assert.equal(await patiently(peer.over(), () => 'the end'), 'ended');
  peer.link.end();
});

test('it also lets go of the servers that it has linked to, and dials them no more', async (t) => {
  const greeted = Promise.withResolvers<Link>();
  const over = Promise.withResolvers<void>();
  const other = await listenTcp({ port: 0 }, (link) => {
    const take = (chunk: Uint8Array): number => {
      greeted.resolve(link);
      return chunk.length;
    };
    link.read({ take, ended: () => over.resolve() });
  });
  t.after(() => other.close());
  missesAfter(t, greeted.promise);
  const options = { peer: `127.0.0.1:${other.port}` };
  const listen = ['127.0.0.1', missing].map((host) => ({ dialect: tsam, host, port: 0, policy: {}, options }));
  await assert.rejects(serve({ ...servedInMemory, listen }, { print: () => {}, log: () => {} }), { message: missing });
  await patiently(over.promise, () => 'the end');
  (await greeted.promise).end();
});

async function enter(port: number): Promise<NickPeer> {
  const peer = new NickPeer(await connectTcp({ host: '127.0.0.1', port }));
  await peer.hears('HELLO');
  return peer;
}
