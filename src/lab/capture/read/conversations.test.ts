import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';

import fc from 'fast-check';

import { parseAddress } from '#lab/capture/address.ts';
import { ipHeader, type Route, tcpFlags, type TcpFields, tcpFrame, udpFrame } from '#lab/capture/frames.ts';
import { type Frame, TcpConversation } from '#lab/capture/tcp-conversation.ts';

import type { TcpFlow } from './conversation.ts';
import type { Packet } from './packet.ts';
import { endpoints } from './sample-file.suite.ts';
import { readPackets, type Told } from './told-conversations.suite.ts';

const second = 1_000_000_000n;
const { syn, ack, psh, rst, fin } = tcpFlags;

/** Packets that are a second apart. */
function packets(frames: readonly Uint8Array[], linkType = 1): readonly Packet[] {
  return frames.map((bytes, at) => {
    return { number: at + 1, time: BigInt(at) * second, linkType, bytes: Buffer.from(bytes), wireLength: bytes.length };
  });
}

const read = (frames: readonly Uint8Array[]): readonly Told[] => readPackets(packets(frames)).told;
const tcpOf = (told: Told | undefined): TcpFlow => {
  assert.ok(told?.flow.transport === 'tcp');
  return told.flow;
};

let identification = 1;
const route = (change: Partial<Route> = {}): Route => {
  const addresses = { source: parseAddress('10.0.0.1'), destination: parseAddress('10.0.0.2') };
  return { ...addresses, sourcePort: 50_001, destinationPort: 8080, identification: identification++, ...change };
};
const segment = (fields: Partial<TcpFields>, text = '', change: Partial<Route> = {}): Uint8Array =>
  tcpFrame(
    route(change),
    { sequence: 0, acknowledgement: 0, flags: psh | ack, window: 1000, ...fields },
    Buffer.from(text),
  );
/** The other way. */
const back: Partial<Route> = {
  source: parseAddress('10.0.0.2'),
  destination: parseAddress('10.0.0.1'),
  sourcePort: 8080,
  destinationPort: 50_001,
};

test('segments in any order, sent again and joined differently, give the bytes once', () => {
  const chunks = fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ minLength: 1, maxLength: 3000 })), { maxLength: 12 });
  fc.assert(
    fc.property(chunks, fc.array(fc.nat(1000), { maxLength: 40 }), fc.boolean(), (said, swaps, wrap) => {
      const sequences = wrap ? { client: 0xffff_ff00, server: 0xffff_ffff } : undefined;
      const tcp = new TcpConversation({ ...endpoints, sequences });
      const frames: Frame[] = [...tcp.opened()];
      const sent = { client: Buffer.alloc(0), server: Buffer.alloc(0) };
      for (const [fromClient, chunk] of said) {
        const from = fromClient ? 'client' : 'server';
        sent[from] = Buffer.concat([sent[from], chunk]);
        // Acknowledgements only say that the capture has lost what it has not: they are left out.
        frames.push(...tcp.bytes(from, chunk).filter((frame) => frame.from === from));
      }
      const last = [...tcp.finished('client'), ...tcp.finished('server')];
      for (const [nth, swap] of swaps.entries()) {
        const at = 3 + (swap % Math.max(1, frames.length - 3));
        const frame = frames[at];
        if (frame) frames.splice(3 + ((at + nth) % (frames.length - 2)), 0, frame);
      }
      const [told] = read([...frames, ...last].map(({ bytes }) => bytes));
      for (const side of ['client', 'server'] as const) assert.deepEqual(told?.said[side], sent[side]);
      assert.deepEqual(told?.events.slice(-3), ['client finished', 'server finished', 'over']);
      assert.equal(tcpOf(told).halves.client.missing + tcpOf(told).halves.server.missing, 0);
    }),
    { numRuns: 150 },
  );
});

test('bytes that are not in the capture are told as missing where they are missing', () => {
  const opening = [
    segment({ sequence: 9, flags: syn }),
    segment({ sequence: 99, acknowledgement: 10, flags: syn | ack }, '', back),
  ];
  const [held] = read([
    ...opening,
    segment({ sequence: 10 }, 'ab'),
    segment({ sequence: 15 }, 'fg'),
    segment({ sequence: 17, flags: fin | ack }),
  ]);
  assert.deepEqual(held?.events.slice(1), [
    'client bytes',
    'client misses 3',
    'client bytes',
    'client finished',
    'over',
  ]);
  assert.equal(held?.said.client.toString(), 'abfg');

  const acknowledged = Array.from({ length: 20 }, () =>
    segment({ sequence: 100, acknowledgement: 15, flags: ack }, '', back),
  );
  const [told] = read([...opening, segment({ sequence: 10 }, 'ab'), ...acknowledged, segment({ sequence: 15 }, 'fg')]);
  assert.deepEqual(told?.events.slice(1), ['client bytes', 'client misses 3', 'client bytes', 'over']);

  const [unseenFin] = read([
    ...opening,
    segment({ sequence: 10 }, 'ab'),
    segment({ sequence: 100, acknowledgement: 13, flags: ack }, '', back),
  ]);
  assert.deepEqual(unseenFin?.events.slice(1), ['client bytes', 'over']);
});

test('sent again, captured twice, kept alive: each is counted as what it is', () => {
  const twice = segment({ sequence: 10 }, 'ab');
  const [told] = read([
    segment({ sequence: 9, flags: syn }),
    segment({ sequence: 9, flags: syn }),
    twice,
    twice,
    segment({ sequence: 10 }, 'ab'),
    segment({ sequence: 10 }, 'abcd'),
    segment({ sequence: 13 }, '\0'),
    segment({ sequence: 14 }, 'ef'),
    segment({ sequence: 2 ** 31 }, 'far away'),
  ]);
  const { halves, synRetries } = tcpOf(told);
  assert.equal(told?.said.client.toString(), 'abcdef');
  const { retransmissions, capturedTwice, keepAlives, strays } = halves.client;
  assert.deepEqual([synRetries, retransmissions, capturedTwice, keepAlives, strays], [1, 2, 1, 1, 1]);
});

test('several connections between the same endpoints', () => {
  const connection = (sequence: number, text: string): readonly Uint8Array[] => [
    segment({ sequence, flags: syn }),
    segment({ sequence: 5 * sequence, acknowledgement: sequence + 1, flags: syn | ack }, '', back),
    segment({ sequence: sequence + 1, acknowledgement: 5 * sequence + 1 }, text),
    segment({ sequence: sequence + 1 + text.length, acknowledgement: 5 * sequence + 1, flags: rst | ack }),
    segment({ sequence: 5 * sequence + 1, acknowledgement: sequence + 1, flags: rst | ack }, '', back),
  ];
  const told = read([...connection(1000, 'one'), ...connection(2000, 'two'), ...connection(900, 'three')]);
  assert.deepEqual(
    told.map(({ said, events }) => `${said.client}: ${events.join(', ')}`),
    ['one', 'two', 'three'].map((text) => `${text}: opened, client bytes, client reset, over`),
  );
  assert.deepEqual(
    told.map(({ flow }) => [flow.number, flow.firstPacket, flow.lastPacket, flow.packets]),
    [
      [1, 1, 5, 5],
      [2, 6, 10, 5],
      [3, 11, 15, 5],
    ],
  );
});

test('a connection that was refused at first is another when it is answered', () => {
  const told = read([
    segment({ sequence: 9, flags: syn }),
    segment({ acknowledgement: 10, flags: rst | ack }, '', back),
    segment({ sequence: 9, flags: syn }),
    segment({ sequence: 99, acknowledgement: 10, flags: syn | ack }, '', back),
    segment({ sequence: 10, acknowledgement: 100 }, 'hello'),
  ]);
  assert.deepEqual(
    told.map(({ events }) => events),
    [
      ['opened', 'server reset', 'over'],
      ['opened', 'client bytes', 'over'],
    ],
  );
  assert.equal(tcpOf(told[1]).syn, 9);
});

test('the server is known by its SYN, by other conversations, or by its port', () => {
  const servers = read([
    segment({ sequence: 9, flags: syn }, '', { sourcePort: 6000, destinationPort: 60_000 }),
    segment({}, 'x', {
      sourcePort: 60_000,
      destinationPort: 61_000,
      source: parseAddress('10.0.0.2'),
      destination: parseAddress('10.0.0.1'),
    }),
    segment({}, 'x', { sourcePort: 8080, destinationPort: 50_002 }),
    segment({ flags: syn | ack }, '', { sourcePort: 50_000, destinationPort: 70 }),
  ]).map(({ flow }) => flow.server.port);
  assert.deepEqual(servers, [60_000, 60_000, 8080, 50_000]);
});

test('fragments, extension headers and tunnels', () => {
  const whole = Buffer.from(udpFrame(route(), Buffer.from('0123456789'.repeat(10)))).subarray(14);
  const fragment = (from: number, to: number, more: boolean): Uint8Array => {
    const payload = whole.subarray(20 + from, 20 + to);
    const header = Buffer.from(ipHeader(route({ identification: 77 }), 17, payload.length));
    header.writeUInt16BE((from / 8) | (more ? 0x2000 : 0), 6);
    return Buffer.concat([header, payload]);
  };
  const v6 = { source: parseAddress('::1'), destination: parseAddress('::2') };
  const inside = Buffer.from(udpFrame(route(v6), Buffer.from('in'))).subarray(54);
  const extended = Buffer.concat([
    ipHeader(route(v6), 0, inside.length + 24),
    Buffer.from('3c00000000000000', 'hex'),
    Buffer.from('2c00000000000000', 'hex'),
    Buffer.from('1100000000000001', 'hex'),
    inside,
  ]);
  const tunnel = Buffer.concat([ipHeader(route(), 4, whole.length), whole]);
  const rows = [fragment(48, 108, false), fragment(0, 16, true), fragment(16, 48, true), extended, tunnel];
  const { told, others } = readPackets(packets(rows, 101));
  assert.deepEqual(
    told.map(({ said }) => said.client.toString()),
    ['0123456789'.repeat(20), 'in'],
  );
  assert.equal(others.length, 2);
});

test('six thousand connections are held in bounded numbers, and one that goes on is not lost', () => {
  const scan = function* (): Generator<Uint8Array> {
    yield* [segment({ sequence: 9, flags: syn }), segment({ sequence: 10 }, 'begin ')];
    for (let n = 0; n < 6000; n++) {
      const at = { sourcePort: 1000 + n, destinationPort: 7 + (n % 50) };
      yield segment({ sequence: n, flags: syn }, '', at);
    }
    yield segment({ sequence: 16 }, 'end');
  };
  const told = read([...scan()]);
  assert.equal(told.length, 6001);
  assert.equal(told[0]?.said.client.toString(), 'begin end');
});

test('thousands of conversations that are under way are all kept, and cost no more than a few', () => {
  const count = 4000;
  const each = (sequence: number, text: string): readonly Uint8Array[] =>
    Array.from({ length: count }, (_, n) => segment({ sequence }, text, { sourcePort: 1000 + n, destinationPort: 7 }));
  const began = process.cpuUsage();
  const told = read([...each(1, 'begin '), ...each(7, 'end')]);
  assert.equal(told.length, count);
  assert.ok(told.every(({ said }) => said.client.toString() === 'begin end'));
  // It took minutes when every new conversation went through all that are kept.
  assert.ok(process.cpuUsage(began).user < 20_000_000);
});
