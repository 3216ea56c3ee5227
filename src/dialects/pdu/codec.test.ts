import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  chatMessage,
  errorPdu,
  formatPdu,
  integer,
  lineOf,
  loginRequest,
  loginResponse,
  logoutMessage,
  parsePdu,
  pingMessage,
  versionRequest,
  versionResponse,
} from './codec.ts';
import { numeral } from './json.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const text = (pdu: Uint8Array): string => Buffer.from(pdu).toString('latin1');

test('PDUs recorded from the original are parsed and formatted unchanged', () => {
  const one = numeral(1);
  const rows: readonly (readonly [Uint8Array, string])[] = [
    [
      versionRequest(['1.2', '1.1', '1.0']),
      '{"mtype": 7, "payload": {"supported_versions": ["1.2", "1.1", "1.0"]}, "version": "1.0.0", "sz": 45}',
    ],
    [
      versionResponse('1.2'),
      '{"mtype": 8, "payload": {"selected_version": "1.2", "success": true}, "version": "1.0.0", "sz": 44}',
    ],
    [
      loginRequest('user1', 'pass1'),
      '{"mtype": 1, "payload": {"username": "user1", "password": "pass1"}, "version": "1.0.0", "sz": 42}',
    ],
    [loginResponse(1), '{"mtype": 2, "payload": {"auth": 0, "id": 1}, "version": "1.0.0", "sz": 20}'],
    [loginResponse(undefined), '{"mtype": 2, "payload": {"auth": 1, "id": -1}, "version": "1.0.0", "sz": 21}'],
    [
      chatMessage(one, 1795210681, 'naïve 😀 "q"'),
      '{"mtype": 3, "payload": {"id": 1, "time": 1795210681, "message": "na\\u00efve \\ud83d\\ude00 \\"q\\""}, "version": "1.0.0", "sz": 73}',
    ],
    [pingMessage(one), '{"mtype": 6, "payload": {"id": 1}, "version": "1.0.0", "sz": 9}'],
    [logoutMessage(one), '{"mtype": 4, "payload": {"id": 1}, "version": "1.0.0", "sz": 9}'],
    [
      errorPdu(numeral(99), 1, 'Client session not found'),
      '{"mtype": 5, "payload": {"id": 99, "error_code": 1, "message": "Client session not found"}, "version": "1.0.0", "sz": 66}',
    ],
  ];
  for (const [pdu, recorded] of rows) {
    assert.equal(text(pdu), recorded);
    const parsed = parsePdu(pdu);
    assert.ok(parsed);
    assert.equal(text(formatPdu(parsed.mtype, parsed.payload, parsed.version)), recorded);
  }
  assert.equal(text(lineOf(pingMessage(one))), `${text(pingMessage(one))}\n`);
});

test('some fields may be missing, others may not', () => {
  assert.deepEqual(parsePdu(bytes('{"mtype": 6}')), { mtype: 6, payload: new Map(), version: '1.0.0' });
  assert.equal(parsePdu(bytes('{"mtype": 6.0, "payload": null, "sz": "x"}'))?.mtype, 6);
  for (const wrong of ['{}', '{"mtype": "6"}', '{"mtype": 6.5}', '{"mtype": 6, "payload": 1}', '[6]', '6', '"\xff"']) {
    assert.equal(parsePdu(bytes(wrong)), undefined, wrong);
  }
});

test('a number is the same in every form', () => {
  for (const written of ['1', '1.0', '10e-1']) assert.equal(integer({ written }), 1);
  for (const written of ['1.5', 'NaN', '1e999', '12345678901234567890']) assert.equal(integer({ written }), undefined);
  assert.equal(integer('1'), undefined);
  assert.equal(integer(true), undefined);
});
