import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { tsharkMissing } from '../capture/tshark-missing.suite.ts';
import { latin1, shown, type Step } from './dissected.suite.ts';

const skip = await tsharkMissing();
const port = 43_221;
const says = (text: string): Step => ['client', text];
const frame = (text: string): Uint8Array => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
};
const hears = (...texts: readonly string[]): Step => ['server', Buffer.concat(texts.map(frame))];
const fields = (...names: readonly string[]): readonly string[] => names.map((name) => `nick.${name}`);

describe('the dissector of nick', { skip, concurrency: true }, () => {
  test('nick: the handshake with its times, what is said, and commands', async () => {
    const steps = [
      hears('HELLO'),
      says('hello?'),
      says('NICK alice'),
      hears('RETRY'),
      says('NICKbob\n'),
      6,
      hears('READY'),
      says('NICKNAMES are fun'),
      says('/msg alice psst'),
      says('/register s3cret'),
      says('/nsg x y'),
      says('//word'),
      says('NICK carol ****'),
      hears('READY'),
      says('BYE'),
    ];
    const wanted = fields('word', 'command', 'name', 'to', 'text', 'user', 'response_in', 'response_to', 'time');
    assert.deepEqual(await shown([{ port, steps }], wanted), [
      'HELLO  nick.word=HELLO',
      'hello?  nick.text=hello?  ! Nothing can be said before READY',
      'NICK alice  nick.word=NICK  nick.name=alice  nick.response_in=10',
      'RETRY  nick.word=RETRY  nick.response_to=8  nick.time=0.001000000  ! The name is not to be had',
      'NICK bob  nick.word=NICK  nick.name=bob  nick.response_in=14',
      'READY  nick.word=READY  nick.user=bob  nick.response_to=12  nick.time=0.008000000',
      'NICKNAMES are fun  nick.text=NICKNAMES are fun  nick.user=bob',
      '/msg alice psst  nick.command=/msg  nick.to=alice  nick.text=psst  nick.user=bob',
      '/register  nick.command=/register  nick.user=bob  ! A password in the clear',
      '/nsg x y  nick.command=/nsg  nick.text=x y  nick.user=bob  ! Unknown command /nsg',
      '//word  nick.text=//word  nick.user=bob',
      'NICK carol  nick.word=NICK  nick.name=carol  nick.user=bob  nick.response_in=28',
      'READY  nick.word=READY  nick.user=carol  nick.response_to=26  nick.time=0.001000000',
      'BYE  nick.word=BYE  nick.user=carol',
    ]);
  });

  test('nick: frames, cut and joined, within a length and within a character', async () => {
    const all = Buffer.concat([
      frame('alice: hé'),
      frame('bob (to you): psst'),
      frame('bob (to you, 2026-11-20 21:31): waited'),
      frame('Server will shut down in 5 seconds'),
    ]);
    const steps: Step[] = [
      hears('HELLO'),
      ['server', all.subarray(0, 1)],
      ['server', all.subarray(1, 10)],
      ['server', all.subarray(10)],
      ['server', 'The server will shut down in 5 seconds. Goodbye!'],
      ['server', latin1('\0\x30half')],
      ['server', 'fin', null],
    ];
    assert.deepEqual(await shown([{ port, steps }], fields('length', 'from', 'private', 'said', 'text')), [
      'HELLO  nick.length=5',
      'alice: hé | bob (to you): psst | bob (to you, 2026-11-20 21:31): waited | Server will shut down in 5 seconds' +
        '  nick.length=10|18|38|34  nick.from=alice|bob|bob  nick.private=0|1|1  nick.said=2026-11-20 21:31' +
        '  nick.text=hé|psst|waited',
      'The server will shut down in 5 seconds. Goodbye!  ! Text without a length',
      '43221 → 50001 [FIN, ACK] Seq=170 Ack=1 Win=65535 Len=0' +
        '  ! The server began this in packet 14 and did not end it: 6 bytes',
    ]);
  });

  test('nick: what a client writes ends with its segment, and within a character goes on', async () => {
    const steps: Step[] = [
      ['client', latin1('\xff\xfb\x1fNICK bob')],
      hears('READY'),
      says('one\r\ntwo\nthree'),
      ['client', frame('behind its length')],
      ['client', latin1('h\xc3')],
      ['client', latin1('\xa9llo')],
      ['client', latin1('cut\xc3')],
      says('next'),
      ['client', latin1('\0\xff')],
      says(`${'x'.repeat(3000)}`),
      says(' '),
    ];
    const rows = await shown([{ port, steps }], fields('text', 'telnet'));
    assert.deepEqual(
      rows.map((row) => row.replace(/x{30,}…?/g, '…')),
      [
        'telnet commands | NICK bob  nick.telnet=fffb1f',
        'READY',
        'one | two | three  nick.text=one|two|three',
        'behind its length  nick.text=behind its length',
        'héllo  nick.text=héllo',
        'cut� | next  nick.text=cut�|next  ! Byte c3 at offset 3 of this text is not UTF-8',
        '␀�  nick.text=␀�  ! Byte ff at offset 1 of this text is not UTF-8',
        '…  nick.text=…  ! The message has more than 2048 bytes',
        'empty message',
      ],
    );
    const apart = await shown([{ port, steps: steps.slice(-2) }], fields('text'), ['-o', 'nick.psh:FALSE']);
    assert.equal(apart.length, 4, 'each segment is a message without PSH');
  });

  test('nick: a capture that begins within a frame finds the next one', async () => {
    const steps: Step[] = [['server', 'ice: lost beginning'], hears('bob: yo'), says('hi')];
    assert.deepEqual(await shown([{ port, steps, joined: true }], fields('from', 'text')), [
      'ice: lost beginning  ! No length can be so large: the capture may begin within a frame',
      'bob: yo  nick.from=bob  nick.text=yo',
      'hi  nick.text=hi',
    ]);
  });
});
