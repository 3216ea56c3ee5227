import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { tsharkMissing } from '../capture/tshark-missing.suite.ts';
import { latin1, shown, type Step } from './dissected.suite.ts';

const skip = await tsharkMissing();
const port = 4021;
const frame = (text: string): Uint8Array => latin1(`\x01${text}\x04`);
const asks = (text: string): Step => ['client', frame(text)];
const sends = (bytes: string): Step => ['client', latin1(bytes)];
const says = (text: string): Step => ['server', text];
const fields = (...names: readonly string[]): readonly string[] => names.map((name) => `tsam.${name}`);

describe('the dissector of tsam', { skip, concurrency: true }, () => {
  test('tsam: commands, their fields, and their answers with times', async () => {
    const steps = [
      asks('HELO,A5_1'),
      says('SERVERS,A5_1,127.0.0.1,50932A5_2,127.0.0.1,50934;A5_3,::1,50936'),
      asks('STATUSREQ'),
      says('STATUSRESP,A5_43,uptime=5,load=1,clients=1;A5_1,127.0.0.1,50932,5'),
      asks('KEEPALIVE,A5_1'),
      says('KEEPALIVE,12'),
      asks('SENDMSG,zoe,hello, world'),
      asks('SENDMSG,bob'),
      says('Error: Invalid SENDMSG command format.'),
      asks('LOGIN,bob,s3cret'),
      9,
      says('You are bob now.'),
      asks('LEAVE'),
    ];
    const wanted = fields(
      'to',
      'text',
      'count',
      'server.id',
      'server.port',
      'user',
      'response_in',
      'response_to',
      'time',
    );
    assert.deepEqual(await shown([{ port, steps }], wanted), [
      'HELO A5_1  tsam.response_in=6',
      'SERVERS, 3 entries  tsam.server.id=A5_1|A5_2|A5_3  tsam.server.port=50932|50934|50936  tsam.response_to=4  ' +
        'tsam.time=0.001000000  ! Two entries run together without a semicolon',
      'STATUSREQ  tsam.response_in=10',
      'STATUSRESP A5_43,uptime=5,load=1,clients=1  tsam.server.id=A5_1  tsam.server.port=50932  tsam.response_to=8  ' +
        'tsam.time=0.001000000',
      'KEEPALIVE A5_1  tsam.response_in=14',
      'KEEPALIVE, 12 waiting  tsam.count=12  tsam.response_to=12  tsam.time=0.001000000',
      'SENDMSG to zoe: hello, world  tsam.to=zoe  tsam.text=hello, world',
      'SENDMSG to bob  tsam.to=bob  tsam.response_in=20  ! SENDMSG needs a recipient and a text',
      'Error: Invalid SENDMSG command format.  tsam.response_to=18  tsam.time=0.001000000  ' +
        '! Error: Invalid SENDMSG command format.',
      'LOGIN bob  tsam.response_in=24  ! A password in the clear',
      'You are bob now.  tsam.user=bob  tsam.response_to=22  tsam.time=0.011000000',
      'LEAVE  tsam.user=bob',
    ]);
  });

  test('tsam: a fetch that may stay silent, and one that is answered in several writes', async () => {
    const steps = [
      asks('GETMSGS,A5_1'),
      1000,
      asks('GETMSGS'),
      says('From alice: one\nFrom bob: two\n'),
      says('From bob: three'),
      asks('MSG ALL'),
      asks('SENDMSG,zoe,hi'),
      says('Error: Unknown command MSG.'),
      says('Error: Unknown recipient zoe.'),
    ];
    const wanted = fields('from', 'message', 'response_in', 'response_to');
    assert.deepEqual(await shown([{ port, steps }], wanted), [
      'GETMSGS A5_1',
      'GETMSGS  tsam.response_in=8',
      '2 messages, From alice: one␊From bob: two  tsam.from=alice|bob  tsam.message=one|two  tsam.response_to=6',
      'From bob: three  tsam.from=bob  tsam.message=three  tsam.response_to=6',
      'MSG ALL  tsam.response_in=16  ! Unknown command MSG',
      'SENDMSG to zoe: hi  tsam.response_in=18',
      'Error: Unknown command MSG.  tsam.response_to=12  ! Error: Unknown command MSG.',
      'Error: Unknown recipient zoe.  tsam.response_to=14  ! Error: Unknown recipient zoe.',
    ]);
  });

  test('tsam: frames and lines, cut and joined, stuffed, broken, too long, unfinished', async () => {
    const steps = [
      sends('\xef\xbb\xbf\xff\xfd\x01HELO some text\r\n\n\x01\x04'),
      sends('\x01SENDMSG,A5_2,RANDOM, MESS'),
      sends('AGFE\x04\x01GETMSG,A5_1\x04'),
      sends('\x01GETM\x01GETMSG\x04\x04SENDMSG a b\x01LEAVE\x04'),
      sends('\x01SENDMSG,bob,a\x10\x04b\xc3\x28\x04'),
      sends('\x01LOGIN,bob,******\x04'),
      asks(`SENDMSG,bob,${'x'.repeat(5000)}`),
      sends(`\x01${'y'.repeat(10_100)}`),
      sends('yy\x04\x01LEAV'),
      ['client', 'fin', null],
    ] as const;
    const rows = await shown([{ port, steps }], fields('command', 'framing', 'text', 'telnet', 'junk'));
    assert.deepEqual(
      rows.map((row) => row.replace(/([xy]|79){30,}…?/g, '…')),
      [
        'byte order mark | telnet commands | HELO some text | empty line | empty frame  tsam.command=HELO  ' +
          'tsam.framing=line|line|frame  tsam.telnet=fffd01',
        'SENDMSG to A5_2: RANDOM, MESSAGFE | GETMSG A5_1  tsam.command=SENDMSG|GETMSG  tsam.framing=frame|frame  ' +
          'tsam.text=RANDOM, MESSAGFE',
        'malformed frame | GETMSG | malformed frame | malformed frame | LEAVE  tsam.command=GETMSG|LEAVE  ' +
          'tsam.framing=frame|frame  tsam.junk=014745544d|04|53454e444d534720612062' +
          '  ! The frame has no beginning or no end'.repeat(3),
        'SENDMSG to bob: a␄b�(  tsam.command=SENDMSG  tsam.framing=frame  tsam.text=a\x04b�(' +
          '  ! Byte c3 at offset 3 of this text is not UTF-8',
        'LOGIN bob  tsam.command=LOGIN  tsam.framing=frame',
        'SENDMSG to bob: …  tsam.command=SENDMSG  tsam.framing=frame  tsam.text=…' +
          '  ! The command has more than 5000 bytes',
        'too long  tsam.junk=01…  ! The message is too long',
        'too long  tsam.junk=797904  ! The message is too long',
        '50001 → 4021 [FIN, ACK] Seq=15263 Ack=1 Win=65535 Len=0' +
          '  ! The client began this in packet 33 and did not end it: 5 bytes',
      ],
    );
  });

  test('tsam: replies without ends are told apart by PSH, or by segment', async () => {
    const long = says(`From a: ${'z'.repeat(3000)}`);
    const lengths = (rows: readonly string[]): readonly number[] =>
      rows.map((row) => row.split('tsam.reply=')[1]?.length ?? 0);
    assert.deepEqual(lengths(await shown([{ port, steps: [long, says('KEEPALIVE,1')] }], ['tsam.reply'])), [3008, 11]);
    const apart = await shown([{ port, steps: [long] }], ['tsam.reply'], ['-o', 'tsam.psh:FALSE']);
    assert.deepEqual(lengths(apart), [1460, 1460, 88]);
  });

  test('tsam: replies in frames, and servers that are linked', async () => {
    const steps = [
      asks('HELO,A5_1'),
      ['server', frame('SERVERS,A5_43,1.2.3.4,4021;')],
      ['server', latin1('\x01HELO,A5_43\x04\x01SENDMSG,A5_1,A5_43,hi\x04')],
      asks('SERVERS,A5_1,1.2.3.5,5000;'),
    ] as const;
    assert.deepEqual(await shown([{ port, steps }], fields('framing', 'to', 'server.id')), [
      'HELO A5_1  tsam.framing=frame',
      'SERVERS, 1 entry  tsam.framing=frame  tsam.server.id=A5_43',
      'HELO A5_43 | SENDMSG to A5_1: A5_43,hi  tsam.framing=frame|frame  tsam.to=A5_1',
      'SERVERS, 1 entry  tsam.framing=frame  tsam.server.id=A5_1',
    ]);
  });
});
