import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { formatAddress, parseAddress } from './address.ts';
import { CaptureEncoder } from './capture-encoder.ts';
import type { CapturedFrame, CaptureFormat } from './capture-format.ts';
import { checksumOf, sumOfWords } from './checksum.ts';
import type { Conversation } from './tcp-conversation.ts';

/** A format that keeps what it is given, one byte for each packet. */
function keeping(): { readonly format: CaptureFormat; readonly packets: CapturedFrame[] } {
  const packets: CapturedFrame[] = [];
  const nothing = (): Uint8Array => new Uint8Array();
  const packet = (frame: CapturedFrame): Uint8Array => Uint8Array.of(packets.push(frame));
  return { packets, format: { head: nothing, interface: nothing, names: nothing, statistics: nothing, packet } };
}

const conversation: Conversation = {
  client: { address: '127.0.0.1', port: 50_001 },
  server: { address: '127.0.0.1', port: 8080 },
};

test('addresses, both ways', () => {
  for (const text of ['127.0.0.1', '::', '::1', '2001:db8::1', '2001:db8:0:1:1:1:1:1', 'fe80::1:0:0:1', '1::']) {
    assert.equal(formatAddress(parseAddress(text)), text);
  }
  assert.equal(formatAddress(parseAddress('::ffff:192.0.2.1')), '192.0.2.1');
  assert.equal(formatAddress(parseAddress('64:ff9b::192.0.2.33')), '64:ff9b::c000:221');
  assert.equal(formatAddress(parseAddress('FE80:0:0:0:0:0:0:1%eth0')), 'fe80::1');
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const bytes = parseAddress(text);
      assert.deepEqual(parseAddress(formatAddress(bytes)), bytes);
    }),
  );
  for (const text of ['', 'localhost', '1.2.3', '::g']) assert.throws(() => parseAddress(text), RangeError);
});

test('the checksum of RFC 1071', () => {
  const words = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
  assert.equal(checksumOf(sumOfWords(words)), ~0xddf2 & 0xffff);
  assert.equal(checksumOf(sumOfWords(Uint8Array.of(1))), 0xfeff);
});

test('times are strictly in order, whatever the clock does', () => {
  const { format, packets } = keeping();
  const encoder = new CaptureEncoder(format);
  encoder.interface({ name: 'direct' });
  encoder.opened('a', 100n, 0, conversation);
  encoder.bytes('a', 50n, 'client', Uint8Array.of(1));
  encoder.bytes('a', 1000n, 'server', Uint8Array.of(2));
  assert.deepEqual(
    packets.map(({ time }) => time),
    [100n, 101n, 102n, 103n, 104n, 1000n, 1001n],
  );
});

test('a conversation that is over has no more packets, and its state is dropped', () => {
  const { format, packets } = keeping();
  const encoder = new CaptureEncoder(format);
  encoder.interface({ name: 'direct' });
  encoder.opened('a', 1n, 0, conversation);
  encoder.finished('a', 2n, 'client');
  assert.equal(encoder.bytes('a', 3n, 'client', Uint8Array.of(1)).length, 0);
  assert.equal(encoder.bytes('a', 4n, 'server', Uint8Array.of(1)).length, 2);
  encoder.finished('a', 5n, 'server');
  const written = packets.length;
  for (const deed of ['finished', 'reset'] as const) assert.equal(encoder[deed]('a', 6n, 'server').length, 0);
  encoder.bytes('a', 7n, 'server', Uint8Array.of(1));
  assert.equal(packets.length, written);
});

test('the same events give the same bytes', () => {
  const write = (): string => {
    const { format, packets } = keeping();
    const encoder = new CaptureEncoder(format);
    encoder.interface({ name: 'direct' });
    encoder.opened('a', 1n, 0, conversation);
    encoder.bytes('a', 2n, 'client', Buffer.alloc(3000));
    return Buffer.concat(packets.map(({ bytes }) => bytes)).toString('hex');
  };
  assert.equal(write(), write());
});

test('an unknown interface throws', () => {
  const encoder = new CaptureEncoder(keeping().format);
  assert.throws(() => encoder.opened('a', 1n, 0, conversation), /no interface 0/);
});
