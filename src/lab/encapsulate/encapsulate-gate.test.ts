import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { assertPassesGate, type SentBytes } from '#lab/capture/capture-gate.suite.ts';
import { pcapFormat } from '#lab/capture/pcap-writer.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';
import { runWireshark } from '#lab/capture/tshark.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';
import { TemporaryDirectory } from '../../../test/local-server.ts';
import { CsvError } from './csv/problem.ts';
import { readMessages } from './csv/read-messages.ts';
import { captureOf, encapsulate, type Encapsulation } from './encapsulate.ts';
import { layersOf } from './layers/layers.ts';
import { payloadsOf } from './packets/payloads.ts';

/**
 * All that a file may have: pairs side by side, equal times, nothing to say, much to say, several scripts, both IPs,
 * DNS.
 */
const csv = [
  'app_protocol,src_ip,src_port,dst_ip,dst_port,message,timestamp',
  'HTTP,10.0.0.1,50000,10.0.0.2,80,"GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",0',
  'HTTP,10.0.0.2,80,10.0.0.1,50000,"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok",0',
  'CHAT,10.0.0.3,50001,10.0.0.2,8080,שלום 😀,0',
  'CHAT,10.0.0.2,8080,10.0.0.3,50001,,0',
  'CHAT,10.0.0.3,50001,10.0.0.2,8080,,0.0000001',
  `CHAT,10.0.0.3,50001,10.0.0.2,8080,${'long '.repeat(2000)},0.0000002`,
  'CHAT,10.0.0.2,8080,10.0.0.3,50001,answered,0.0000003',
  'CHAT,2001:db8::1,50002,2001:db8::2,9999,hello over IPv6,0.5',
  'SMTP,10.0.0.2,25,10.0.0.1,50003,220 ready,1',
  'SMTP,10.0.0.1,50003,10.0.0.2,25,EHLO a,1',
  'DNS,10.0.0.1,50004,10.0.0.53,53,Query www.example.com AAAA,1',
  'DNS,10.0.0.53,53,10.0.0.1,50004,www.example.com is at 2001:db8::80,1.1',
  'DNS,10.0.0.1,50004,10.0.0.53,53,"whatever that is, with words",1.2',
  'UDP,10.0.0.1,50005,10.0.0.2,12345,datagram,1.3',
  'NTP,10.0.0.1,123,10.0.0.2,123,what time is it,1.4',
  'NTP,10.0.0.2,123,10.0.0.1,123,late,1.5',
].join('\n');

const made = (mode: 'stream' | 'isolated'): Encapsulation =>
  encapsulate(readMessages(new TextEncoder().encode(csv)), mode);

/** What each TCP conversation says, in the order in which Wireshark numbers them. */
function sentIn({ conversations: { pairs }, frames }: Encapsulation): readonly SentBytes[] {
  const order = [...new Set(frames.map(({ conversation }) => conversation))];
  const tcp = order.flatMap((at) => pairs[at] ?? []).filter(({ transport }) => transport === 'tcp');
  return tcp.map((pair) => {
    const payloads = payloadsOf(pair);
    const said = (side: Side): Uint8Array =>
      Buffer.concat(
        pair.rows.filter(({ from }) => from === side).map(({ message }) => payloads.get(message) ?? new Uint8Array()),
      );
    return { client: said('client'), server: said('server') };
  });
}

describe('packets made of a file', async () => {
  const skip = await tsharkMissing();
  const dir = new TemporaryDirectory();
  const names = { source: 'test.csv', program: 'test' };
  const file = (name: string): string => join(dir.path, name);
  const stream = made('stream');
  const isolated = made('isolated');
  before(() => {
    if (skip !== false) return;
    writeFileSync(file('stream.pcapng'), Buffer.concat([...captureOf(stream, pcapngFormat(), names)]));
    writeFileSync(file('stream.pcap'), Buffer.concat([...captureOf(stream, pcapFormat(), names)]));
    writeFileSync(file('isolated.pcapng'), Buffer.concat([...captureOf(isolated, pcapngFormat(), names)]));
    return () => dir[Symbol.dispose]();
  });

  test('stream: Wireshark finds nothing wrong, and reads what the rows say', { skip }, async () => {
    await assertPassesGate(file('stream.pcapng'), sentIn(stream));
    await assertPassesGate(file('stream.pcap'), sentIn(stream));
  });

  test('isolated: Wireshark finds nothing wrong', { skip }, async () => {
    await assertPassesGate(file('isolated.pcapng'), []);
    assert.equal(isolated.frames.length, isolated.file.messages.length);
  });

  test('Wireshark reads the same numbers from the headers as the layers show', { skip }, async () => {
    const fields: Readonly<Record<string, string>> = {
      'ip.checksum': 'Network Header checksum',
      'ip.id': 'Network Identification',
      'ip.len': 'Network Total length',
      'ip.dst': 'Network Destination address',
      'ipv6.dst': 'Network Destination address',
      'eth.src': 'Link Source',
      'tcp.srcport': 'Transport Source port',
      'tcp.seq_raw': 'Transport Sequence number',
      'tcp.ack_raw': 'Transport Acknowledgement number',
      'tcp.checksum': 'Transport Checksum',
      'udp.checksum': 'Transport Checksum',
      'dns.id': 'Application Identification',
      'dns.qry.name': 'Application Name',
      'ntp.flags.mode': 'Application Mode',
      'ntp.stratum': 'Application Stratum',
    };
    const wanted = Object.keys(fields).flatMap((name) => ['-e', name]);
    const table = await runWireshark('tshark', ['-n', '-r', file('stream.pcapng'), '-T', 'fields', ...wanted]);
    const lines = table.trimEnd().split('\n');
    assert.equal(lines.length, stream.frames.length);
    for (const [nth, frame] of stream.frames.entries()) {
      const shown = new Map(
        layersOf(frame, stream.conversations).flatMap(({ layer, fields: all }) =>
          all.map(({ name, value }) => [`${layer} ${name}`, value]),
        ),
      );
      for (const [at, value] of (lines[nth] ?? '').split('\t').entries()) {
        const [name = '', ours = ''] = Object.entries(fields)[at] ?? [];
        // Wireshark shows other signs for blanks in a name.
        if (value !== '' && !value.includes('whatever'))
          assert.equal(shown.get(ours), value, `packet ${nth + 1}: ${name}`);
      }
    }
  });

  test('have the times of their rows, as long as those differ', () => {
    const [first, last] = [stream.file.messages[0], stream.file.messages.at(-1)];
    for (const message of [first, last]) {
      assert.equal(stream.frames.find((frame) => frame.message === message)?.time, message?.time);
    }
  });

  test('are each later than the one before', () => {
    for (const { frames } of [stream, isolated]) {
      const early = frames.findIndex(({ time }, at) => at > 0 && time <= (frames[at - 1]?.time ?? 0n));
      assert.equal(early, -1);
    }
  });

  test('are refused where one packet would have to hold more than it can', () => {
    const long = readMessages(new TextEncoder().encode(`from,to,message\na,b,${'x'.repeat(70_000)}\n`));
    assert.equal(encapsulate(long, 'stream').frames.length > 48, true);
    assert.throws(
      () => encapsulate(long, 'isolated'),
      (error) => error instanceof CsvError && /line 2: .*70000 bytes/.test(error.message),
    );
  });
});
