import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { systemReason } from './system-reason.ts';

const reasonOf = (deed: () => unknown, sought?: 'directory'): string => {
  try {
    deed();
  } catch (error) {
    return systemReason(error, sought);
  }
  return assert.fail('it was not refused');
};

test('errors of the system are worded, without codes', () => {
  assert.equal(
    reasonOf(() => readFileSync('/no/such/file')),
    'there is no such file',
  );
  assert.equal(
    reasonOf(() => writeFileSync('/no/such/file', ''), 'directory'),
    'there is no such directory',
  );
  assert.equal(
    reasonOf(() => readFileSync('/')),
    'it is a directory',
  );
  assert.equal(
    systemReason(Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH' })),
    'no machine answers at this address',
  );
});

test('errors without a wording are shown unchanged', () => {
  assert.equal(systemReason(new Error('the parser is lost')), 'the parser is lost');
  assert.equal(systemReason(Object.assign(new Error(''), { code: 'EODD' })), 'EODD');
  assert.equal(systemReason('odd'), 'odd');
});
