import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { frame } from '../codec.ts';
import { messagesIn, type PeerMessage } from './peer-messages.ts';
import { PeerParser, type PeerText } from './peer-parser.ts';
import { anyCodePoint } from '../../../../test/any-code-point.ts';

const read = (text: string, raw = false): readonly PeerMessage[] => messagesIn(text, raw, 'A5_71', 'A5_43');

test('all forms of messages of other servers are parsed', () => {
  const cases: readonly (readonly [string, boolean, readonly object[]])[] = [
    ['HELO,A5_71', false, [{ kind: 'helo', group: 'A5_71' }]],
    ['HELO, Instr_1,10.0.0.1,4001', false, [{ kind: 'helo', group: 'Instr_1' }]],
    ['KEEPALIVE,2', false, [{ kind: 'keepalive', waiting: 2 }]],
    ['KEEPALIVE', false, [{ kind: 'keepalive', waiting: 0 }]],
    ['GETMSGS', false, [{ kind: 'getmsgs', group: 'A5_71' }]],
    ['SENDMSG, A5_43, A5_71, hi, you', false, [{ kind: 'sendmsg', to: 'A5_43', from: 'A5_71', text: ' hi, you' }]],
    ['SENDMSG,A5_43,A5_71,ok; ;', false, [{ kind: 'sendmsg', to: 'A5_43', from: 'A5_71', text: 'ok; ;' }]],
    ['STATUSREQ;', false, [{ kind: 'statusreq' }]],
    ['SENDMSG,A5_43,A5_71', false, [{ kind: 'unknown', word: 'SENDMSG' }]],
    ['\x02STATUSREQ\x03', false, [{ kind: 'statusreq' }]],
    [
      'STATUSRESP,A5_4,20,A5_71,2',
      false,
      [
        {
          kind: 'statusresp',
          held: [
            ['A5_4', 20],
            ['A5_71', 2],
          ],
        },
      ],
    ],
    [
      'STATUSRESP,2,A5_4,20,A5_71,2',
      false,
      [
        {
          kind: 'statusresp',
          held: [
            ['A5_4', 20],
            ['A5_71', 2],
          ],
        },
      ],
    ],
    [
      'SERVERS,A5_71,10.0.0.7,4021;A5_1,,;Instr_1, 10.0.0.1, -1;A5_2,10.0.0.2,70000; ;',
      false,
      [
        {
          kind: 'servers',
          entries: [
            { group: 'A5_71', address: '10.0.0.7', port: 4021 },
            { group: 'A5_1', address: '', port: 0 },
            { group: 'Instr_1', address: '10.0.0.1', port: 0 },
            { group: 'A5_2', address: '10.0.0.2', port: 0 },
          ],
        },
      ],
    ],
    [
      'SENDMSG,A5_43,A5_71,oneSENDMSG,A5_43,A5_71,two',
      true,
      [
        { kind: 'sendmsg', to: 'A5_43', from: 'A5_71', text: 'one' },
        { kind: 'sendmsg', to: 'A5_43', from: 'A5_71', text: 'two' },
      ],
    ],
    [
      'MESSAGES,A5_43,From A5_9: one,From self: two: 2',
      false,
      [
        { kind: 'sendmsg', to: 'A5_43', from: 'A5_9', text: 'one' },
        { kind: 'sendmsg', to: 'A5_43', from: 'A5_71', text: 'two: 2' },
      ],
    ],
    ['From A5_9: hi', true, [{ kind: 'sendmsg', to: 'A5_43', from: 'A5_9', text: 'hi' }]],
    ['Error: Unknown command', true, [{ kind: 'unknown', word: 'Error: Unknown command' }]],
    ['', false, []],
  ];
  for (const [text, raw, expected] of cases) assert.deepEqual(read(text, raw), expected, text);
});

test('parsing any text gives limited results', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCodePoint, maxLength: 400 }), fc.boolean(), (text, raw) => {
      assert.ok(read(text, raw).length <= 200);
    }),
  );
});

test('the time for parsing grows only with the length, also for many spaces', () => {
  const blanks = ' '.repeat(200_000);
  const heads = [
    'SENDMSG,',
    'SENDMSG,A5_43,',
    'HELO,',
    'KEEPALIVE,',
    'SERVERS,',
    'STATUSRESP,',
    'From a: ',
    'MESSAGES,a,From a: x,',
  ];
  for (const head of heads) {
    for (const raw of [true, false]) assert.ok(read(`${head}${blanks}x`, raw).length <= 2);
  }
});

function parsed(chunks: readonly Uint8Array[]): readonly PeerText[] {
  const texts: PeerText[] = [];
  const parser = new PeerParser();
  for (const chunk of chunks) parser.take(chunk, (text) => texts.push(text));
  return texts;
}

test('frames are found however they are cut, also with a doubled SOH and stuffed bytes', () => {
  const bytes = Buffer.concat([
    Buffer.of(1),
    frame('HELO,A5_71'),
    frame('a\x01b\x04c'),
    Buffer.from('\x01x\x1b\x04y\x04', 'latin1'),
  ]);
  const expected = ['HELO,A5_71', 'a\x01b\x04c', 'x\x04y'].map((text) => ({ text, raw: false }));
  for (let cut = 0; cut <= bytes.length; cut++) {
    assert.deepEqual(parsed([bytes.subarray(0, cut), bytes.subarray(cut)]), expected, `cut at ${cut}`);
  }
});

test('raw replies end with their chunk; more than 5000 bytes are dropped and reported', () => {
  const long = Buffer.concat([Buffer.of(1), Buffer.alloc(6000, 'x'), Buffer.of(4), Buffer.from('KEEPALIVE,1')]);
  assert.deepEqual(parsed([Buffer.from('SERVERS,A5_1,h,1'), long]), [
    { text: 'SERVERS,A5_1,h,1', raw: true },
    'long',
    { text: 'KEEPALIVE,1', raw: true },
  ]);
});

test('a frame without end is reported every 5000 bytes, so that its link can be closed', () => {
  const endless = Buffer.concat([Buffer.of(1), Buffer.alloc(21_000, 'x')]);
  assert.deepEqual(parsed([endless]), ['long', 'long', 'long']);
});
