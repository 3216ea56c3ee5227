import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';

import { acceptHttp } from './http.ts';
import { usualSite } from './site.suite.ts';

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n`;
const chunked = 'POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
const webSocket =
  'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';

/** What a client sends at once, and the answers it gets: the paths that the site answered, or a status. */
const conversations: readonly (readonly [string, readonly string[]])[] = [
  [`${get('/a')}\r\n\0\r\n\r\n`, ['/a', '400']],
  [`${get('/a')}\r\n${get('/b')}\r\n\0\r\n\r\n`, ['/a', '/b', '400']],
  [`${get('/a')}\r\n${chunked}x\r\n`, ['/a', '400']],
  [`${get('/a')}\r\n${get('/b')}X: ${'x'.repeat(17_000)}\r\n\r\n`, ['/a', '431']],
  [`\0\r\n\r\n`, ['400']],
  [`${chunked}x\r\n`, ['400']],
  [`${get('/a')}\r\n${get('/ws')}${webSocket}\r\n`, ['/a', '/ws']],
  [`${get('/a')}\r\n${get('/ws')}${webSocket}\r\n${get('/b')}\r\n`, ['/a', '/ws']],
];

test('answers come in the order of the requests, also to one that is malformed or for a WebSocket', async (t) => {
  const asked: [string, ServerResponse][] = [];
  const server = await acceptHttp(
    {
      host: '127.0.0.1',
      port: 0,
      site: {
        ...usualSite,
        answer: (request, response) => void asked.push([request.url ?? '', response]),
        upgrade: () => ({ subprotocol: 'lines', peer: { address: '127.0.0.1', port: 0 }, proxied: false }),
      },
    },
    { admit: () => true, first: (link) => link.end(), further: () => {}, over: () => {} },
  );
  t.after(() => server.close());
  for (const [sent, wanted] of conversations) {
    const client = connect({ port: server.port, host: '127.0.0.1' });
    let heard = '';
    client.setEncoding('latin1').on('data', (text) => (heard += text));
    client.write(sent, 'latin1');
    const paths = wanted.filter((each) => each.startsWith('/'));
    while (asked.filter(([path]) => path !== '/c').length < paths.length) await new Promise(setImmediate);
    // The last one first: HTTP sends the answers in order all the same.
    for (const [path, response] of asked.splice(0).toReversed()) if (path !== '/c') response.end(`path=${path};`);
    await once(client, 'close');
    const answers = heard.match(/path=[^;]+|HTTP\/1\.1 [4-5]\d\d/g) ?? [];
    assert.deepEqual(
      answers.map((each) => each.replace(/^path=|^HTTP\/1\.1 /, '')),
      wanted,
      sent.slice(0, 80),
    );
  }
});
