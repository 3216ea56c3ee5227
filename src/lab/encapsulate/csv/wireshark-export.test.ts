import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type MessageFile, type ReadOptions, readMessages } from './read-messages.ts';

const read = (text: string, options?: ReadOptions): MessageFile =>
  readMessages(new TextEncoder().encode(text), options);

const ends = ({ from, to }: MessageFile['messages'][number]): string =>
  [from, to].map(({ name = '-', address = '-', port = '-' }) => `${name} ${address} ${port}`).join(' > ');

describe('a packet list of Wireshark', () => {
  const list =
    '"No.","Time","Source","Destination","Protocol","Length","Info"\n' +
    '"1","0.000000","10.0.0.1","10.0.0.2","TCP","74","51931  >  8080 [SYN] Seq=0 Win=65535 Len=0"\n' +
    '"2","0.100000","10.0.0.1","10.0.0.2","HTTP","90","GET /index.html HTTP/1.1 "\n' +
    '"3","0.200000","10.0.0.2","10.0.0.1","HTTP","90","HTTP/1.1 200 OK "\n' +
    '"4","0.300000","10.0.0.1","10.0.0.2","TCP","69","51931  >  8080 [PSH, ACK] Seq=1 Ack=1 Len=15"\n' +
    '"5","0.400000","02:00:0a:00:00:01","Broadcast","ARP","42","Who has 10.0.0.2? Tell 10.0.0.1"\n';

  test('says which rows count, and how to export more', () => {
    const { messages, assumed } = read(list);
    assert.deepEqual(messages.map(ends), ['- 10.0.0.1 51931 > - 10.0.0.2 8080', '- 10.0.0.2 8080 > - 10.0.0.1 51931']);
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['GET /index.html HTTP/1.1', 'HTTP/1.1 200 OK'],
    );
    assert.match(
      assumed.join('\n'),
      /of 5 rows, 2 hold a message[^]*1 row of TCP without data[^]*1 row with data[^]*1 row of protocols below/,
    );
    assert.match(assumed.join('\n'), /tshark -r FILE\.pcapng/);
  });

  test('without messages of an application counts the rows with data, and gives the same advice', () => {
    const packets = list
      .split('\n')
      .filter((line) => !line.includes('HTTP'))
      .join('\n');
    const { messages, assumed } = read(packets);
    assert.deepEqual(
      messages.map(({ line }) => line),
      [3],
    );
    assert.match(
      assumed.join('\n'),
      /Counted in their place: 1 row with data[^]*only describes the message[^]*tshark -r/,
    );
    assert.equal(read(packets.replace(/.*ARP.*\n?/, ''), { infoAsMessage: true }).messages.length, 2);
    const without = packets
      .split('\n')
      .filter((line) => !line.includes('PSH'))
      .join('\n');
    assert.throws(() => read(without), /no row holds a message\.[^]*tshark[^]*--info-as-message/);
  });

  test('exported as advised has every byte', () => {
    const fields =
      'frame.number,frame.time_epoch,ip.src,ip.dst,tcp.srcport,tcp.dstport,udp.srcport,udp.dstport,_ws.col.Protocol,tcp.payload,udp.payload';
    const { messages } = read(
      `${fields}\n"4","1768943405.25","10.0.0.1","10.0.0.2","51931","8080",,,"TCP","4745540a",\n` +
        '"5","1768943406","10.0.0.1","10.0.0.2",,,"50000","9000","UDP",,"00:ff"\n',
    );
    assert.deepEqual(
      messages.map(({ payload }) => [...payload]),
      [
        [0x47, 0x45, 0x54, 0x0a],
        [0, 0xff],
      ],
    );
    assert.deepEqual(
      messages.map((message) => [ends(message), message.transport]),
      [
        ['- 10.0.0.1 51931 > - 10.0.0.2 8080', 'tcp'],
        ['- 10.0.0.1 50000 > - 10.0.0.2 9000', 'udp'],
      ],
    );
  });
});
