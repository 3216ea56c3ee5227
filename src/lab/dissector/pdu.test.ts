import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  chatMessage,
  errorCodes,
  errorPdu,
  lineOf,
  loginRequest,
  loginResponse,
  maxPdu,
  pingMessage,
  versionRequest,
  versionResponse,
} from '#dialects/pdu/codec.ts';
import { numeral } from '#dialects/pdu/json.ts';
import { formatPdu, types } from '#dialects/pdu/talk-codec.ts';

import { tsharkMissing } from '../capture/tshark-missing.suite.ts';
import { latin1, shown, type Step } from './dissected.suite.ts';

const skip = await tsharkMissing();
const port = 55_667;
const says = (...pdus: readonly Uint8Array[]): Step => ['client', Buffer.concat(pdus)];
const hears = (pdu: Uint8Array): Step => ['server', lineOf(pdu)];
const sends = (text: string): Step => ['client', latin1(text)];
const fields = (...names: readonly string[]): readonly string[] => names.map((name) => `pdu.${name}`);
const chat = chatMessage(numeral(1), 1_795_210_681, 'naïve 😀 "q" \\u0041');

describe('the dissector of pdu', { skip, concurrency: true }, () => {
  test('pdu: requests and answers by type and id, with their times', async () => {
    const steps = [
      says(lineOf(versionRequest(['1.2', '1.1']))),
      hears(versionResponse('1.2')),
      says(lineOf(loginRequest('user1', 'wrong'))),
      hears(loginResponse(undefined)),
      says(lineOf(loginRequest('user1', '*****'))),
      hears(loginResponse(1)),
      says(chat.subarray(0, 20)),
      says(chat.subarray(20), pingMessage(numeral(1)), chatMessage(numeral(2), 0, 'x')),
      hears(chat),
      hears(errorPdu(numeral(2), errorCodes.disconnected, 'Client session not found')),
      hears(errorPdu(numeral(1), errorCodes.timeout, 'Session timed out due to inactivity')),
    ];
    const wanted = fields('id', 'message', 'auth', 'error_code', 'user', 'response_in', 'response_to', 'time');
    assert.deepEqual(await shown([{ port, steps }], wanted), [
      'version request ["1.2", "1.1"]  pdu.response_in=6',
      'version response 1.2  pdu.response_to=4  pdu.time=0.001000000',
      'login request user1  pdu.response_in=10  ! A password in the clear',
      'login response no good  pdu.id=-1  pdu.auth=1  pdu.response_to=8  pdu.time=0.001000000  ! The login is no good',
      'login request user1  pdu.response_in=14',
      'login response id 1  pdu.id=1  pdu.auth=0  pdu.user=user1  pdu.response_to=12  pdu.time=0.001000000',
      'chat naïve 😀 "q" \\u0041 | ping id 1 | chat x  pdu.id=1|1|2  pdu.message=naïve 😀 "q" \\u0041|x' +
        '  pdu.user=user1|user1|user1  pdu.response_in=20|22',
      'chat naïve 😀 "q" \\u0041  pdu.id=1  pdu.message=naïve 😀 "q" \\u0041  pdu.user=user1  pdu.response_to=18' +
        '  pdu.time=0.001000000',
      'error disconnected: Client session not found  pdu.id=2  pdu.message=Client session not found  pdu.error_code=1' +
        '  pdu.user=user1  pdu.response_to=18  pdu.time=0.002000000  ! An error was reported',
      'error timeout: Session timed out due to inactivity  pdu.id=1  pdu.message=Session timed out due to inactivity' +
        '  pdu.error_code=2  pdu.user=user1  ! An error was reported',
    ]);
  });

  test('pdu 2.0: types by name, requests and answers by ref', async () => {
    const steps = [
      says(lineOf(versionRequest(['2.0']))),
      hears(versionResponse('2.0')),
      says(
        formatPdu(types.login, { name: 'alice', password: '******' }, 1),
        formatPdu(types.join, { room: '#lobby' }, 'j'),
      ),
      ['server', formatPdu(types.welcome, { user: { id: 3, name: 'alice' }, token: 'x', resume: 'e:7' }, 1)],
      ['server', formatPdu(types.ack, { cursor: 'e:8', room: '#lobby' }, 'j')],
      says(formatPdu(types.history, { of: '#lobby' }, 2), formatPdu(77, {}, 3)),
      [
        'server',
        Buffer.concat([
          formatPdu(types.past, { kind: 'message', from: { id: 5, name: 'bob' }, to: '#lobby', text: 'hi' }, 2),
          formatPdu(types.ack, { more: false }, 2),
          formatPdu(types.error, { code: 9, name: 'unknown-type', message: 'No' }, 3),
        ]),
      ],
      ['server', formatPdu(types.presenceLost, {})],
    ] as const;
    const wanted = fields('type', 'ref', 'to', 'room', 'from', 'text', 'error', 'user', 'response_in', 'response_to');
    assert.deepEqual(await shown([{ port, steps }], wanted), [
      'version request ["2.0"]  pdu.response_in=6',
      'version response 2.0  pdu.response_to=4',
      'login alice | join #lobby  pdu.type=1|12  pdu.ref=1|j  pdu.room=#lobby  pdu.response_in=10|12',
      'welcome alice  pdu.type=2  pdu.ref=1  pdu.from=alice  pdu.user=alice  pdu.response_to=8  ! A password in the clear',
      'ack #lobby  pdu.type=9  pdu.ref=j  pdu.room=#lobby  pdu.user=alice  pdu.response_to=8',
      'history #lobby | mtype 77  pdu.type=18|77  pdu.ref=2|3  pdu.to=#lobby  pdu.user=alice|alice' +
        '  pdu.response_in=16|16  ! Unknown mtype 77',
      'past message bob #lobby hi | ack | error unknown-type: No  pdu.type=19|9|5  pdu.ref=2|2|3  pdu.to=#lobby' +
        '  pdu.from=bob  pdu.text=hi  pdu.error=unknown-type  pdu.user=alice|alice|alice  pdu.response_to=14|14' +
        '  ! An error was reported',
      'presence lost  pdu.type=26  pdu.user=alice',
    ]);
  });

  test('pdu: what is no PDU, and where reading goes on', async () => {
    const steps = [
      sends('xx\n{"mtype": 42, "payload": {"x": [1, {}]}, "sz": 3, "more": null}\n{"mtype": 3, "payload": {\n"a"}\n'),
      sends('{"mtype": 3, "payload": {"message": "\xff"}}\n{"mtype": "3"}{"mtype": 6}\n'),
      sends(`{"a":${'['.repeat(40)}\n{"mtype": 1e0, "payload": [], "sz": 1}{"mtype": 1e0}\n`),
      sends(`{"mtype": 3, "payload": {"message": "${'y'.repeat(maxPdu)}`),
      sends('"}}\n{"mtype": 4, "payload": {"id": 1.0, "time": -1, "error_code": 99999999999999999999, "id": 7}}\n'),
      sends('{"mtype"'),
      ['client', 'fin', null],
    ] as const;
    const rows = await shown([{ port, steps }], fields('mtype', 'id', 'other'));
    const no = '  ! That is no PDU';
    assert.deepEqual(rows, [
      'no PDU: xx␊ | mtype 42 | no PDU: {"mtype": 3, "payload": {␊ | no PDU: "a"}␊  pdu.mtype=42  pdu.other=[1, {}]|null' +
        `${no}  ! sz is 3, the payload has 14 bytes  ! Unknown mtype 42${no}${no}`,
      'no PDU: {"mtype": 3, "payload": {"message": "�"}}␊ | no PDU: {"mtype": "3"} | ping  pdu.mtype=6' +
        `  ! The text is not UTF-8${no}${no}`,
      'no PDU: {"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[␊ | no PDU: {"mtype": 1e0, "payload": [], "sz": 1}' +
        ` | login request  pdu.mtype=1  ! Objects and arrays are too deep within each other${no}`,
      'no PDU: {"mtype": 3, "payload": {"message": "yyyyyyyyyyyyyyyyyyyyyyy…  ! The message is too long',
      'dropped: "}}␊ | logout id 7  pdu.mtype=4  pdu.id=1|7  pdu.other=-1|99999999999999999999',
      '50001 → 55667 [FIN, ACK] Seq=65946 Ack=1 Win=65535 Len=0' +
        '  ! The client began this in packet 80 and did not end it: 8 bytes',
    ]);
  });

  test('pdu: a request with a ref on a connection of 1.x is answered by nothing of 1.x', async () => {
    const steps: Step[] = [
      ['client', '{"mtype": 3, "ref": 1, "payload": {"to": "bob", "text": "hi"}}\n'],
      [
        'server',
        '{"mtype": 5, "payload": {"id": -1, "error_code": 1, "message": "No"}, "version": "1.0.0", "sz": 45}\n',
      ],
      ['client', '{"mtype": 3, "payload": {"id": 1}}\n'],
      ['server', '{"mtype": 3, "payload": {"id": 1}, "version": "1.0.0", "sz": 9}\n'],
    ];
    const lines = await shown([{ port, steps }], ['pdu.response_to']);
    assert.deepEqual(
      lines.map((line) => /pdu\.response_to=(\d+)/.exec(line)?.[1]),
      [undefined, undefined, undefined, '8'],
    );
  });
});
