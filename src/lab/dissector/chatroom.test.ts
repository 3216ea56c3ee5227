import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ack, header } from '#dialects/chatroom/codec.ts';
import { usualKeys, seal } from '#dialects/chatroom/originals.suite.ts';
import { pickled } from '#dialects/chatroom/pickle.ts';

import { tsharkMissing } from '../capture/tshark-missing.suite.ts';
import type { Side } from '../capture/tcp-conversation.ts';
import { latin1, shown, type Step } from './dissected.suite.ts';

const skip = await tsharkMissing();
const port = 9999;
const keys = usualKeys();
const sealed = (text: string): Uint8Array => seal(text, keys.shown);
const fields = (...names: readonly string[]): readonly string[] => names.map((name) => `chatroom.${name}`);

/** A header, its ACK, and what it announces. */
function stream(side: Side, data: string | Uint8Array): readonly Step[] {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const steps: Step[] = [
    [side, header(bytes.length)],
    [side === 'client' ? 'server' : 'client', ack(1)],
  ];
  return bytes.length > 0 ? [...steps, [side, bytes]] : steps;
}

/** Without headers and their ACKs, which are all alike. */
const spoken = (rows: readonly string[]): readonly string[] =>
  rows.filter((row) => !/^(?:length \d+|ACK 1 \(goes on\))(?: {2}|$)/.test(row));

describe('the dissector of chatroom', { skip, concurrency: true }, () => {
  test('chatroom: a login, every operation, sealed or not', async () => {
    const steps: Step[] = [
      ...stream('server', keys.shown),
      ...stream('client', 'bob'),
      ['server', ack(0)],
      ...stream('client', sealed('wrong')),
      ['server', ack(0)],
      ...stream('client', sealed('right')),
      ['server', ack(1)],
      ...stream('client', keys.shown),
      ...stream('client', 'BM'),
      ...stream('client', 'CH'),
      ...stream('client', 'PM'),
      ...stream('server', pickled(['alice', 'zoë'])),
      ...stream('client', 'alice'),
      ...stream('server', keys.shown),
      ...stream('client', sealed('psst')),
      ...stream('client', sealed('psst')),
      ...stream('client', 'CH'),
      ['server', ack(-1)],
      ...stream('client', 'CH'),
      ['server', ack(1)],
      ...stream('server', sealed('a history')),
      ...stream('client', 'BM'),
      ...stream('client', ''),
      ...stream('client', 'EX'),
    ];
    const wanted = fields('stream', 'operation', 'text', 'online', 'sealed.key_bytes', 'sealed.token_bytes', 'user');
    const rows = await shown([{ port, steps }], wanted);
    const seal256 = '  chatroom.sealed.key_bytes=256  chatroom.sealed.token_bytes=100';
    const operation = (name: string): string =>
      `${name}  chatroom.stream=operation  chatroom.operation=${name}  chatroom.user=bob`;
    assert.deepEqual(spoken(rows), [
      'public key: 604 bytes  chatroom.stream=key',
      'name: bob  chatroom.stream=name  chatroom.user=bob',
      'ACK 0 (there is an account)  chatroom.user=bob',
      `password: sealed, 481 bytes  chatroom.stream=password${seal256}  chatroom.user=bob`,
      'ACK 0 (the password is wrong)  chatroom.user=bob',
      `password: sealed, 481 bytes  chatroom.stream=password${seal256}  chatroom.user=bob`,
      'ACK 1 (the password is right)  chatroom.user=bob',
      'public key: 604 bytes  chatroom.stream=key  chatroom.user=bob',
      operation('BM'),
      'CH  chatroom.stream=text  chatroom.text=CH  chatroom.user=bob',
      operation('PM'),
      'online: 2 names  chatroom.stream=names  chatroom.online=alice|zoë  chatroom.user=bob',
      'target: alice  chatroom.stream=target  chatroom.user=bob',
      'public key: 604 bytes  chatroom.stream=key  chatroom.user=bob',
      `for the target: sealed, 481 bytes  chatroom.stream=sealed for the target${seal256}  chatroom.user=bob`,
      `for the server: sealed, 481 bytes  chatroom.stream=sealed for the server${seal256}  chatroom.user=bob`,
      operation('CH'),
      'ACK -1 (nothing was said)  chatroom.user=bob',
      operation('CH'),
      'ACK 1 (the history follows)  chatroom.user=bob',
      `history: sealed, 481 bytes  chatroom.stream=history${seal256}  chatroom.user=bob`,
      operation('BM'),
      'length 0,   chatroom.stream=text  chatroom.user=bob',
      operation('EX'),
    ]);
  });

  test('chatroom: the push link, blocks cut and joined, acknowledgements with times', async () => {
    const text = '*** Incoming Public Message ***: alice: hi';
    const steps: Step[] = [
      ['server', Buffer.concat([ack(5), header(text.length).subarray(0, 100)])],
      ['server', header(text.length).subarray(100)],
      4,
      ['client', ack(1)],
      ['server', text.slice(0, 3)],
      ['server', Buffer.concat([Buffer.from(text.slice(3)), ack(4).subarray(0, 10)])],
      ['server', ack(4).subarray(10)],
      ...stream('server', sealed('psst')),
      ['server', ack(5).subarray(0, 12)],
      ['server', 'fin', null],
    ];
    const wanted = fields('link', 'ack', 'length', 'text', 'response_in', 'response_to', 'time');
    assert.deepEqual(await shown([{ port, steps }], wanted), [
      'ACK 5 (a text is pushed)  chatroom.link=push  chatroom.ack=5',
      'length 42  chatroom.link=push  chatroom.length=42  chatroom.response_in=8',
      'ACK 1 (goes on)  chatroom.link=push  chatroom.ack=1  chatroom.response_to=6  chatroom.time=0.006000000',
      `${text}  chatroom.link=push  chatroom.text=${text}`,
      'ACK 4 (a sealed text is pushed)  chatroom.link=push  chatroom.ack=4',
      'length 481  chatroom.link=push  chatroom.length=481  chatroom.response_in=18',
      'ACK 1 (goes on)  chatroom.link=push  chatroom.ack=1  chatroom.response_to=16  chatroom.time=0.001000000',
      'sealed, 481 bytes  chatroom.link=push',
      '9999 → 50001 [FIN, ACK] Seq=2712 Ack=129 Win=65535 Len=0' +
        '  ! The server began this in packet 22 and did not end it: 12 bytes',
    ]);
  });

  test('chatroom: wrong lengths, streams that are not taken, what is not sealed; and other protocols', async () => {
    const steps: Step[] = [
      ...stream('server', keys.shown),
      ['client', latin1('abc'.padEnd(1024))],
      ['server', ack(-1)],
      ['client', header(99_999_999)],
      ['server', ack(-1)],
      ['client', header(3)],
      ['server', ack(-1)],
      ...stream('client', 'bob'),
      ['server', ack(1)],
      ...stream('client', 'in the clear'),
      ...stream('client', keys.shown),
      ...stream('client', 'XX'),
      ...stream('client', 'PM'),
      ...stream('server', Uint8Array.of(0x80, 4, 0x5d, 0x63, 0x2e)),
    ];
    const foreign: Step[] = [
      ['server', '{"jupyter": 1}'],
      ['client', '1'],
    ];
    const wrong = '  ! The other side does not take the stream';
    assert.deepEqual(
      spoken(
        await shown(
          [
            { port, steps },
            { port, steps: foreign },
          ],
          fields('stream'),
        ),
      ),
      [
        'public key: 604 bytes  chatroom.stream=key',
        'no length: abc  ! That is no length',
        `ACK -1 (not taken)${wrong}`,
        'no length: 99999999  ! That is no length',
        `ACK -1 (not taken)${wrong}`,
        `ACK -1 (not taken)${wrong}`,
        'name: bob  chatroom.stream=name',
        'ACK 1 (a new name)',
        'password: not sealed  chatroom.stream=password  ! This should be sealed',
        'public key: 604 bytes  chatroom.stream=key',
        'XX  chatroom.stream=operation  ! Unknown operation',
        'PM  chatroom.stream=operation',
        'online: no list of names  chatroom.stream=names  ! That is no list of names',
      ],
    );
  });
});
