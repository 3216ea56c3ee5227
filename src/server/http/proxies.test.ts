import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { proxiesOf } from './proxies.ts';

/** The address that a request of that proxy is counted for. */
function clientOf(forwarded: string, address = '10.0.0.1'): string {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: address });
  const request = new IncomingMessage(socket);
  request.headers['x-forwarded-for'] = forwarded;
  return proxiesOf('10.0.0.0/8').peerOf(request).peer.address;
}

test('a proxy names its client with a port or without, however the address is written', () => {
  for (const [forwarded, client] of [
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:4711', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['6.6.6.6, 203.0.113.9:4711, 10.0.0.2:80', '203.0.113.9'],
  ] as const) {
    assert.equal(clientOf(forwarded), client, forwarded);
  }
});

test('text that is not an address names no client, and only a trusted proxy names one', () => {
  for (const forwarded of ['', ',', 'unknown', '203.0.113.9:4711:1', '203.0.113.9:', '_hidden', '1.2.3.4 5.6.7.8']) {
    assert.equal(clientOf(forwarded), '10.0.0.1', forwarded);
  }
  assert.equal(clientOf('203.0.113.9', '192.0.2.1'), '192.0.2.1');
});
