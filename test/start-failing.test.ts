import assert from 'node:assert/strict';
import dns from 'node:dns';
import { test } from 'node:test';
import { nick } from '#dialects/nick/nick.ts';
import { connectTcp } from '#link/tcp.ts';
import { serve } from '#server/serve.ts';
import { NickPeer } from './nick-peer.ts';
import { patiently } from './patiently.ts';
import { servedInMemory } from './served.ts';

type Done = (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void;

test('a server that cannot have one of its listeners lets go of who came in by another', async (t) => {
  const came = Promise.withResolvers<NickPeer>();
  const missing = 'no.such.host.invalid';
  const { lookup } = dns;
  t.mock.method(dns, 'lookup', (host: string, options: dns.LookupAllOptions, done: Done) => {
    if (host !== missing) return lookup(host, options, done);
    void came.promise.finally(() => done(new Error(missing), []));
  });
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

async function enter(port: number): Promise<NickPeer> {
  const peer = new NickPeer(await connectTcp({ host: '127.0.0.1', port }));
  await peer.hears('HELLO');
  return peer;
}
