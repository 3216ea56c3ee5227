import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { parsePdu } from '../talk-codec.ts';
import { errors, errorPdu, refusedPdu } from './errors.ts';

const fieldIn =
  (field: string) =>
  (pdu: Uint8Array): unknown =>
    parsePdu(pdu)?.payload[field];
const nameIn = fieldIn('name');
const messageIn = fieldIn('message');

test('every error has a different code, which never changes', () => {
  const codes = Object.entries(errors).map(([name, { code }]) => `${code} ${name}`);
  assert.equal(new Set(Object.values(errors).map(({ code }) => code)).size, codes.length);
  assert.deepEqual(codes.slice(0, 4), ['1 ended', '2 timeout', '3 elsewhere', '6 malformed']);
  assert.equal(codes[32], '35 has-account');
  assert.equal(codes[42], '45 bad-code');
  assert.equal(codes[48], '51 reason-long');
  assert.deepEqual(codes.slice(-2), ['67 user-banned', '68 ignores-self']);
});

test('the README has every error with its code, and whether it is the end, and whether to try again', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| ([\d, ]+) \| (`[^|]*) \|([^|]*)\|([^|]*)\|/gm)];
  const described = rows.flatMap(([, codes = '', names = '', fatal = '', retry = '']) =>
    names.split(', ').map((name, at) => [codes.split(', ')[at], name, fatal.trim(), retry.trim()].join(' ')),
  );
  const yes = (is = false): string => (is ? 'yes' : '');
  const made = Object.entries(errors).map(([name, { code, fatal, retry }]) =>
    [code, `\`${name}\``, yes(fatal), yes(retry)].join(' '),
  );
  assert.deepEqual(described, made);
});

test('an error says whether it is the end, and whether to try again', () => {
  const { payload, ref } = parsePdu(errorPdu('busy', 7)) ?? assert.fail();
  assert.equal(ref, 7);
  assert.deepEqual({ fatal: payload['fatal'], retry: payload['retry'] }, { fatal: false, retry: true });
  const fatal = Object.entries(errors).flatMap(([name, each]) => (each.fatal === true ? [name] : []));
  assert.deepEqual(fatal, ['ended', 'timeout', 'replaced', 'account-changed', 'kicked', 'put-out']);
});

test('errors that only a bug of ours can cause', () => {
  assert.equal(nameIn(refusedPdu('internal')), 'internal');
  assert.equal(nameIn(refusedPdu('unavailable')), 'busy');
});

test('where an error stands for several reasons, its message says which one it is', () => {
  assert.equal(messageIn(refusedPdu('name-fixed')), 'A registered name cannot be changed');
  assert.equal(messageIn(refusedPdu('registered-already')), 'You already have an account');
  assert.equal(messageIn(refusedPdu('code-needed')), 'An invitation code is needed to create an account here');
  assert.equal(messageIn(refusedPdu('name-reserved')), 'The name is reserved');
  assert.equal(messageIn(refusedPdu('disk-full')), "The server's disk is full; try again later");
});
