import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';
import { acceptHttp } from '#link/http/http.ts';
import { listenTcp } from './tcp.ts';

/** Connects to both ports, writes, and resets both connections. */
const resetting = `
  const { connect } = require('node:net');
  for (const port of process.argv.slice(1)) {
    const socket = connect({ port: Number(port), host: '127.0.0.1' }, () => {
      socket.write('GET /gone HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n', () => socket.resetAndDestroy());
    });
  }`;

test('connections that were reset before they are accepted are closed unread: no ban would find their address', async (t) => {
  const chunks: string[] = [];
  const tcp = await listenTcp({ port: 0 }, (link) => {
    link.read({
      take(chunk) {
        chunks.push(Buffer.from(chunk).toString());
        link.write(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'));
        return chunk.length;
      },
      ended: () => link.end(),
    });
  });
  const asked: (string | undefined)[] = [];
  const site = {
    headers: {},
    answer(asking, response) {
      asked.push(asking.url);
      response.end();
    },
    upgrade: () => ({ status: 404, reason: 'not here' }),
    isProxy: () => false,
    clientOf: () => undefined,
    refuse: (_asking, response) => void response.end(),
  } satisfies Parameters<typeof acceptHttp>[0]['site'];
  const counted: string[] = [];
  const http = await acceptHttp(
    { host: '127.0.0.1', port: 0, site },
    { admit: ({ peer }) => counted.push(peer.address) > 0, first: () => {}, further: () => {}, over: () => {} },
  );
  t.after(() => Promise.all([tcp.close(), http.close()]));
  // Meanwhile nothing is accepted here.
  const child = spawnSync(process.execPath, ['-e', resetting, String(tcp.port), String(http.port)]);
  assert.equal(child.status, 0, String(child.stderr));
  for (const { port } of [tcp, http]) {
    const later = request({ port, host: '127.0.0.1', path: '/later', agent: false }).end();
    const [response] = await once(later, 'response');
    response.resume();
  }
  assert.deepEqual(
    chunks.map((chunk) => chunk.split(' ')[1]),
    ['/later'],
  );
  assert.deepEqual([asked, counted], [['/later'], ['127.0.0.1']]);
});
