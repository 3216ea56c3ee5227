import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';

import { parseAddress } from '#lab/capture/address.ts';
import { type Route, tcpFlags, tcpFrame } from '#lab/capture/frames.ts';
import { judgeCapture } from '#lab/capture/tshark-findings.suite.ts';
import { assertPassesGate } from '#lab/capture/capture-gate.suite.ts';
import { pcapFormat } from '#lab/capture/pcap-writer.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { type Conversation, type Frame, TcpConversation } from '#lab/capture/tcp-conversation.ts';
import { runWireshark } from '#lab/capture/tshark.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';

import { writeCleaned } from './clean-copy.ts';
import { type Diagnosis, diagnose } from './diagnosis.ts';

const began = 1_790_000_000_000_000_000n;
const { syn, rst, ack, psh } = tcpFlags;
const between = (port: number, seed: bigint): Conversation => {
  return { client: { address: '127.0.0.1', port }, server: { address: '127.0.0.1', port: 8080 }, seed };
};

/** A chat of direct: what alice says, and what she hears, until both hang up. */
function chat(port: number, seed: bigint): readonly Frame[] {
  const tcp = new TcpConversation(between(port, seed));
  return [
    ...tcp.opened(),
    ...tcp.bytes('client', Buffer.from('alice\n')),
    ...tcp.bytes('server', Buffer.from('Welcome alice! You can now chat.\n')),
    ...tcp.bytes('client', Buffer.from('bob: hi, are you here?\n')),
    ...tcp.bytes('server', Buffer.from('[bob] yes\n')),
    ...tcp.finished('client'),
    ...tcp.finished('server'),
  ];
}

const heard = 'Welcome alice! You can now chat.\n[bob] yes\n';
const said = 'alice\nbob: hi, are you here?\n';

let identification = 1;
const loose = (sourcePort: number, destinationPort: number, flags: number, text = ''): Uint8Array => {
  const loopback = parseAddress('127.0.0.1');
  const route: Route = {
    source: loopback,
    destination: loopback,
    sourcePort,
    destinationPort,
    identification: identification++,
  };
  const acknowledgement = (flags & rst) === 0 ? 0 : 1 + text.length;
  return tcpFrame(route, { sequence: 0, acknowledgement, flags, window: 8192 }, Buffer.from(text));
};

/** All that real captures have: the same ports twice, no beginning, captured twice, out of order, injected, refused. */
function messy(): readonly Uint8Array[] {
  const [first, second, third] = [chat(50_001, 1n), chat(50_001, 2n), chat(50_002, 3n).slice(3)];
  const disordered = [...first.slice(0, 3), ...first.slice(7, 8), ...first.slice(3, 7), ...first.slice(8)];
  const twice = [...second.slice(0, 6), ...second.slice(3, 5), ...second.slice(6)];
  return [
    loose(60_001, 8081, syn),
    loose(8081, 60_001, rst | ack),
    ...[...disordered, ...twice, ...third].map(({ bytes }) => bytes),
    ...[1, 2, 3].flatMap((n) => [loose(60_001 + n, 12_345, psh | ack, `row ${n}`), loose(12_345, 60_001 + n, rst)]),
  ];
}

const missing = await tsharkMissing();

suite('a cleaned capture', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'polylogue-clean-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const diagnosed = async (): Promise<{ readonly path: string; readonly diagnosis: Diagnosis }> => {
    const path = join(folder, 'messy.pcapng');
    const format = pcapngFormat();
    const packets = messy().map((bytes, at) =>
      format.packet({ bytes, time: began + BigInt(at) * 10_000_000n, interface: 0 }),
    );
    const head = [format.head({ program: 'test', comment: '' }), format.interface({ name: 'lo' })];
    await writeFile(path, Buffer.concat([...head, ...packets]));
    const diagnosis = await diagnose(path);
    assert.ok(!('unreadable' in diagnosis));
    return { path, diagnosis };
  };

  test('is made of the chats of a messy one', async () => {
    const { diagnosis } = await diagnosed();
    const [chatOf] = diagnosis.chats;
    assert.equal(diagnosis.chats.length, 1);
    assert.deepEqual(
      chatOf?.conversations.map(({ who, notes }) => [who, ...notes.map(({ code }) => code)]),
      [
        ['alice', 'out-of-order'],
        ['alice', 'captured-twice'],
        ['alice', 'begins-before'],
      ],
    );
    assert.deepEqual(
      diagnosis.others.map(({ kind, conversations, packets, resets }) => [kind, conversations, packets, resets]),
      [
        ['injected', 3, 6, 3],
        ['refused', 1, 2, 1],
      ],
    );
  });

  test('of a conversation of which only the client was captured, it is said that the other spoke', async () => {
    const format = pcapngFormat();
    const frames = chat(50_001, 1n)
      .slice(3)
      .filter(({ from }) => from === 'client');
    const packets = frames.map(({ bytes }, at) => format.packet({ bytes, time: began + BigInt(at), interface: 0 }));
    const path = join(folder, 'half.pcapng');
    const head = [format.head({ program: 'test', comment: '' }), format.interface({ name: 'lo' })];
    await writeFile(path, Buffer.concat([...head, ...packets]));
    const diagnosis = await diagnose(path);
    assert.ok(!('unreadable' in diagnosis));
    const [only] = diagnosis.chats[0]?.conversations ?? [];
    assert.deepEqual(
      only?.notes.map(({ code }) => code),
      ['begins-before', 'ends-after', 'missing-bytes', 'one-direction'],
    );
  });

  for (const [name, format] of Object.entries({ pcapng: pcapngFormat, pcap: pcapFormat })) {
    test(`passes the gate, as ${name}`, { skip: missing }, async () => {
      const { path, diagnosis } = await diagnosed();
      assert.notDeepEqual((await judgeCapture(path, 0)).findings, []);
      const cleaned: Uint8Array[] = [];
      await writeCleaned({ path, diagnosis, format: format(), program: 'test', write: (bytes) => cleaned.push(bytes) });
      const file = join(folder, `cleaned.${name}`);
      await writeFile(file, Buffer.concat(cleaned));
      const both = { client: Buffer.from(said), server: Buffer.from(heard) };
      await assertPassesGate(file, [both, both, both]);
      if (name === 'pcap') return;
      const told = await runWireshark('tshark', [
        '-n',
        '-r',
        file,
        '-T',
        'fields',
        '-e',
        'frame.comment',
        '-Y',
        'frame.comment',
      ]);
      const comments = ['alice', 'to alice', 'alice', 'to alice'];
      const again = "the client's port was 50001, as that of an earlier connection";
      const late = 'the handshake is not in the capture this was made from';
      assert.deepEqual(told.trim().split('\n'), [
        'alice',
        'alice',
        'to alice',
        'to alice',
        again,
        ...comments,
        late,
        ...comments,
      ]);
    });
  }
});
