import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';

import fc from 'fast-check';

import { parseAddress } from '#lab/capture/address.ts';
import { tcpFlags, tcpFrame } from '#lab/capture/frames.ts';

import { foreignFile } from './foreign-file.ts';
import { readCapture } from './read-capture.ts';
import { began, endpoints, ours } from './sample-file.suite.ts';
import { readFileBytes } from './told-conversations.suite.ts';

const u32 = (value: number, little: boolean): Buffer => {
  const bytes = Buffer.alloc(4);
  if (little) bytes.writeUInt32LE(value);
  else bytes.writeUInt32BE(value);
  return bytes;
};
const ethernet = Buffer.from(
  tcpFrame(
    {
      source: parseAddress('10.0.0.1'),
      destination: parseAddress('10.0.0.2'),
      sourcePort: 50_001,
      destinationPort: 8080,
      identification: 1,
    },
    { sequence: 1, acknowledgement: 1, flags: tcpFlags.ack, window: 100 },
    Buffer.from('hello'),
  ),
);
const ip = ethernet.subarray(14);

function pcap(
  packet: Buffer,
  { link = 1, little = true, magic = 0xa1b2_c3d4, wireLength = packet.length } = {},
): Buffer {
  const words = (...values: number[]): Buffer => Buffer.concat(values.map((value) => u32(value, little)));
  const versions = little ? Buffer.of(2, 0, 4, 0) : Buffer.of(0, 2, 0, 4);
  return Buffer.concat([
    words(magic),
    versions,
    words(0, 0, 65_535, link),
    words(1_790_000_000, 999, packet.length, wireLength),
    packet,
  ]);
}

const only = (bytes: Buffer): { readonly said: string; readonly first: bigint | undefined } => {
  const { told } = readFileBytes(bytes);
  return { said: told.map(({ said }) => said.client.toString()).join('|'), first: told[0]?.flow.first };
};

test('what we write is read, however it is cut', () => {
  for (const format of ['pcap', 'pcapng'] as const) {
    const bytes = ours(format);
    for (const chunk of [bytes.length, 1, 7, 1000]) {
      const { file, told } = readFileBytes(bytes, chunk);
      const [tcp, udp] = told;
      assert.deepEqual(tcp?.events, [
        'opened',
        'client bytes',
        'server bytes',
        'server finished',
        'client reset',
        'over',
      ]);
      assert.equal(tcp?.said.client.toString(), 'alice\n'.repeat(1000));
      assert.deepEqual(
        [tcp?.flow.client, tcp?.flow.server, tcp?.flow.first],
        [endpoints.client, endpoints.server, began],
      );
      assert.equal(udp?.said.client.toString(), 'x');
      assert.ok('packets' in file && file.damage === undefined && file.backwards === 0 && file.format === format);
      assert.equal(file.interfaces[0]?.name, format === 'pcapng' ? 'direct' : undefined);
    }
  }
});

test('both byte orders, both resolutions, and joined files', () => {
  for (const little of [true, false]) {
    assert.deepEqual(only(pcap(ethernet, { little })), { said: 'hello', first: 1_790_000_000_000_999_000n });
    const nano = pcap(ethernet, { little, magic: 0xa1b2_3c4d });
    assert.deepEqual(only(nano), { said: 'hello', first: 1_790_000_000_000_000_999n });
  }
  const joined = readFileBytes(Buffer.concat([pcap(ethernet), pcap(ip, { link: 101 })])).file;
  assert.ok('packets' in joined && joined.packets === 2 && joined.sections === 2);
});

test('every link layer', () => {
  const family = (value: number, little: boolean): Buffer => Buffer.concat([u32(value, little), ip]);
  const cooked = Buffer.concat([Buffer.from('00000304000600000000000000000800', 'hex'), ip]);
  const cooked2 = Buffer.concat([Buffer.from('0800000000000001030400060000000000000000', 'hex'), ip]);
  const tagged = Buffer.concat([ethernet.subarray(0, 12), Buffer.from('88a80001810000020800', 'hex'), ip]);
  const snap = Buffer.concat([ethernet.subarray(0, 12), Buffer.from('0035aaaa030000000800', 'hex'), ip]);
  const rows: readonly (readonly [link: number, packet: Buffer])[] = [
    [0, family(2, true)],
    [0, family(2, false)],
    [1, tagged],
    [1, snap],
    [1, Buffer.concat([ethernet, Buffer.alloc(6)])],
    [9, Buffer.concat([Buffer.from('ff030021', 'hex'), ip])],
    [12, ip],
    [101, ip],
    [108, family(2, false)],
    [113, cooked],
    [228, ip],
    [276, cooked2],
  ];
  for (const [link, packet] of rows) assert.equal(only(pcap(packet, { link })).said, 'hello', `link type ${link}`);
  assert.deepEqual(readFileBytes(pcap(ip, { link: 105 })).others, ['Wi-Fi (802.11)']);
});

test('a snapped packet is read as far as it goes', () => {
  const { told, file } = readFileBytes(pcap(ethernet.subarray(0, -3), { wireLength: ethernet.length }));
  assert.deepEqual(told[0]?.events, ['opened', 'client bytes', 'client misses 3', 'over']);
  assert.ok('packets' in file && file.snapped === 1);
});

function block(type: number, body: Buffer, little: boolean): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
  const length = u32(padded.length + 12, little);
  return Buffer.concat([u32(type, little), length, padded, length]);
}

test('pcapng: sections of both byte orders, resolutions and offsets, old and simple packets', () => {
  const u16 = (value: number, little: boolean): Buffer =>
    little ? Buffer.of(value & 255, value >> 8) : Buffer.of(value >> 8, value & 255);
  const section = (little: boolean): Buffer => {
    const words = (...values: number[]): Buffer => Buffer.concat(values.map((value) => u32(value, little)));
    const resolution = (value: number): Buffer =>
      Buffer.concat([u16(9, little), u16(1, little), Buffer.of(value, 0, 0, 0)]);
    const offset = Buffer.concat([
      u16(14, little),
      u16(8, little),
      little ? words(1_000_000_000, 0) : words(0, 1_000_000_000),
    ]);
    const filter = Buffer.concat([u16(11, little), u16(4, little), Buffer.from('\0tcp')]);
    const idb = (...options: Buffer[]): Buffer =>
      block(1, Buffer.concat([u16(1, little), u16(0, little), words(0), ...options]), little);
    const packet = (number: number, ticks: bigint): Buffer =>
      block(
        6,
        Buffer.concat([
          words(number, Number(ticks >> 32n), Number(ticks & 0xffff_ffffn), ethernet.length, ethernet.length),
          ethernet,
        ]),
        little,
      );
    return Buffer.concat([
      block(
        0x0a0d_0d0a,
        Buffer.concat([words(0x1a2b_3c4d), u16(1, little), u16(0, little), words(0xffff_ffff, 0xffff_ffff)]),
        little,
      ),
      idb(),
      idb(resolution(9), filter),
      idb(resolution(0x80 | 10), offset),
      block(0x0bad, Buffer.from('something else'), little),
      packet(0, 1_790_000_000_000_001n),
      packet(1, 1_790_000_000_000_000_001n),
      packet(2, 790_000_000n * 1024n + 512n),
      block(3, Buffer.concat([words(ethernet.length), ethernet]), little),
      block(
        2,
        Buffer.concat([u16(1, little), u16(0, little), words(0, 7, ethernet.length, ethernet.length), ethernet]),
        little,
      ),
    ]);
  };
  const times: bigint[] = [];
  const { file, told } = readFileBytes(Buffer.concat([section(true), section(false)]));
  for (const { flow } of told) times.push(flow.first, flow.last);
  assert.ok('packets' in file);
  assert.deepEqual([file.packets, file.sections, file.damage, file.interfaces[1]?.filter], [10, 2, undefined, 'tcp']);
  assert.deepEqual([file.first, file.last, file.backwards], [1_790_000_000_000_001_000n, 7n, 4]);
  assert.deepEqual(times, [1_790_000_000_000_001_000n, 7n]);
});

test('cut anywhere, the rest is read, and the file says that it was cut', () => {
  for (const format of ['pcap', 'pcapng'] as const) {
    const bytes = ours(format);
    for (let end = 0; end < bytes.length; end += 13) {
      const { file } = readFileBytes(bytes.subarray(0, end));
      if ('unreadable' in file) assert.ok(end < 200);
      else assert.ok(file.damage !== undefined || file.packets < 20);
    }
  }
});

test('no input makes it throw or hang', () => {
  const seeds = [ours('pcap'), ours('pcapng')];
  const change = fc.record({ at: fc.nat(1 << 20), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.nat(1), fc.array(change, { maxLength: 40 }), fc.nat(1 << 20), (which, changes, start) => {
      const bytes = Buffer.from(seeds[which] ?? []);
      for (const { at, byte } of changes) bytes[8 + (at % (bytes.length - 8))] = byte;
      readFileBytes(bytes, 1 + (start % bytes.length));
    }),
    { numRuns: 120 },
  );
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1, 9, 101, 108, 113, 276),
      fc.uint8Array({ maxLength: 200 }),
      fc.boolean(),
      (link, bytes, asIp) => {
        const packet = Buffer.from(bytes);
        if (asIp && packet.length > 0) packet[0] = (packet[0] ?? 0) & 1 ? 0x45 : 0x60;
        readFileBytes(pcap(packet, { link: asIp ? 101 : link }));
        foreignFile(packet);
      },
    ),
    { numRuns: 300 },
  );
});

test('packed files, and those that are none', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'polylogue-read-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const bytes = ours('pcapng');
  const packets = async (file: Buffer): Promise<unknown> => {
    const path = join(folder, 'x');
    await writeFile(path, file);
    let seen = 0;
    const read = await readCapture(path, () => seen++);
    return 'packets' in read
      ? [read.packets === seen && seen > 5, read.compression, read.damage !== undefined]
      : read.unreadable;
  };
  assert.deepEqual(await packets(bytes), [true, undefined, false]);
  assert.deepEqual(await packets(gzipSync(bytes)), [true, 'gzip', false]);
  assert.deepEqual(await packets(gzipSync(bytes).subarray(0, -30)), [true, 'gzip', true]);
  assert.deepEqual(await packets(zstdCompressSync(bytes)), [true, 'zstd', false]);
  assert.match(String(await packets(gzipSync('hello'))), /It is text/);
  assert.match(String(await packets(Buffer.of(0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9))), /gzip data is damaged/);
  await assert.rejects(
    readCapture(join(folder, 'missing'), () => {}),
    { code: 'ENOENT' },
  );
});
