import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';

import { parseAddress } from './address.ts';
import { CaptureEncoder, synthesised } from './capture-encoder.ts';
import type { CaptureFormat } from './capture-format.ts';
import { type Route, tcpFlags, tcpFrame } from './frames.ts';
import { judgeCapture } from './tshark-findings.suite.ts';
import { assertPassesGate } from './capture-gate.suite.ts';
import { pcapFormat } from './pcap-writer.ts';
import { pcapngFormat } from './pcapng-writer.ts';
import type { Conversation } from './tcp-conversation.ts';
import { runWireshark } from './tshark.ts';
import { tsharkMissing } from './tshark-missing.suite.ts';

const utf8 = new TextEncoder();
const began = 1_790_000_000_000_000_000n;
const between = (client: string, server: string, port: number): Conversation => {
  return { client: { address: client, port: 50_001 }, server: { address: server, port } };
};

suite('tshark as the judge', { skip: await tsharkMissing() }, () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'polylogue-gate-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, parts: readonly Uint8Array[]): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, Buffer.concat(parts));
    return file;
  };

  const formats: Readonly<Record<string, () => CaptureFormat>> = { pcapng: pcapngFormat, pcap: pcapFormat };
  for (const [name, format] of Object.entries(formats)) {
    test(`what we write passes, as ${name}`, async () => {
      const encoder = new CaptureEncoder(format());
      const binary = Uint8Array.from({ length: 100_001 }, (_, at) => (at * 7) ^ (at >> 8));
      const [welcome, more] = [utf8.encode('Welcome alice! 🎉\n'), utf8.encode('said after the other has finished')];
      const file = await write(`fine.${name}`, [
        encoder.head({ program: 'test', comment: synthesised }),
        encoder.interface({ name: 'direct' }),
        encoder.interface({ name: 'nick', description: 'over QUIC' }),
        encoder.opened('a', began, 0, between('127.0.0.1', '127.0.0.1', 8080), 'alice comes'),
        encoder.bytes('a', began + 5n, 'client', utf8.encode('alice\n'), 'alice names herself'),
        encoder.opened('b', began, 1, between('::1', '::ffff:127.0.0.1', 43_221)),
        encoder.bytes('b', began - 1n, 'client', binary, 'long'),
        encoder.bytes('a', began + 9n, 'server', welcome),
        encoder.finished('b', began, 'client'),
        encoder.bytes('b', began, 'server', more),
        encoder.finished('b', began, 'server'),
        encoder.bytes('b', began, 'server', more),
        encoder.reset('a', began, 'client', 'alice is cut off'),
        encoder.opened('c', began, 1, between('::ffff:10.1.2.3', '10.0.0.1', 43_221)),
        encoder.names(new Map([['10.1.2.3', 'carol']])),
        encoder.statistics(began),
      ]);
      await assertPassesGate(file, [
        { client: utf8.encode('alice\n'), server: welcome },
        { client: binary, server: more },
        { client: Buffer.alloc(0), server: Buffer.alloc(0) },
      ]);
    });
  }

  test('a capture of a conversation that had begun passes, if that is allowed', async () => {
    const encoder = new CaptureEncoder(pcapngFormat());
    const head = [encoder.head({ program: 'test', comment: '' }), encoder.interface({ name: 'nick' })];
    encoder.joined('a', began, 0, between('10.1.2.3', '10.0.0.1', 43_221));
    const packets = [
      encoder.bytes('a', began, 'server', utf8.encode('hello')),
      encoder.bytes('a', began, 'client', utf8.encode('hi')),
      encoder.finished('a', began, 'client'),
      encoder.finished('a', began, 'server'),
    ];
    const file = await write('joined.pcapng', [...head, ...packets]);
    await assertPassesGate(file, [{ client: utf8.encode('hello'), server: utf8.encode('hi') }], { joined: true });
    assert.deepEqual(
      (await judgeCapture(file, 0)).findings.map(({ rule }) => rule),
      ['completeness'],
    );
  });

  test('the comments, names, interfaces, directions and counts can be read', async () => {
    const encoder = new CaptureEncoder(pcapngFormat());
    const file = await write('told.pcapng', [
      encoder.head({ program: 'test 1', comment: 'All of it' }),
      encoder.interface({ name: 'nick', description: 'over QUIC' }),
      encoder.opened('a', began, 0, between('10.1.2.3', '10.0.0.1', 43_221), 'carol comes'),
      encoder.bytes('a', began, 'server', utf8.encode('hi'), `ü${'x'.repeat(70_000)}`),
      encoder.names(new Map([['10.1.2.3', 'carol']])),
      encoder.dropped(0, 3),
      encoder.statistics(began),
    ]);
    const fields = ['frame.comment', 'frame.interface_name', 'frame.packet_flags_direction'].flatMap((name) => [
      '-e',
      name,
    ]);
    const rows = (await runWireshark('tshark', ['-r', file, '-T', 'fields', ...fields])).split('\n');
    assert.equal(rows[0], 'carol comes\tnick\t0x00000001');
    assert.match(rows[3] ?? '', /^üx+…\tnick\t0x00000002$/);
    assert.match(await runWireshark('tshark', ['-n', '-r', file, '-q', '-z', 'hosts']), /10\.1\.2\.3\tcarol/);
    const told = await runWireshark('capinfos', [file]);
    for (const words of ['All of it', 'test 1', 'Name = nick', 'Description = over QUIC'])
      assert.ok(told.includes(words));
  });

  test('every rule finds what breaks it', async () => {
    const format = pcapngFormat();
    const route: Route = {
      source: parseAddress('10.0.0.1'),
      destination: parseAddress('10.0.0.2'),
      sourcePort: 50_001,
      destinationPort: 9000,
      identification: 1,
    };
    const { syn, ack, psh, fin } = tcpFlags;
    const segment = (sequence: number, flags: number, text = '', where = route): Uint8Array =>
      tcpFrame(where, { sequence, acknowledgement: 0, flags, window: 1000 }, utf8.encode(text));
    const damaged = segment(13, psh | ack, 'abc');
    damaged[damaged.length - 1] = 0;
    const frames = [
      segment(9, syn),
      segment(10, psh | ack, 'abc'),
      segment(10, psh | ack, 'abc'),
      damaged,
      segment(1, psh | ack, '\0\x03\x80\0abcdef', { ...route, destinationPort: 53 }),
      segment(16, fin | ack),
    ];
    const packets = frames.map((bytes, at) => format.packet({ bytes, time: began - BigInt(at), interface: 0 }));
    const head = [format.head({ program: 'test', comment: '' }), format.interface({ name: 'x' })];
    const { findings } = await judgeCapture(await write('bad.pcapng', [...head, ...packets]), 0);
    const found = findings.map(({ rule, packet }) => `${rule} ${packet}`);
    for (const rule of ['order 2', 'analysis 3', 'checksum 4', 'malformed 5', 'expert 5', 'completeness 6']) {
      assert.ok(found.includes(rule), `${rule} is missing in ${found.join(', ')}`);
    }
    await assert.rejects(
      assertPassesGate(await write('none.pcapng', head), [{ client: Buffer.alloc(1), server: damaged }]),
    );
  });
});
