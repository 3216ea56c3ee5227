import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ignoresHangup } from './hangup.ts';

test('a hangup stops what has a terminal, or was started by a program', () => {
  assert.equal(ignoresHangup(['terminal', 'terminal', 'terminal'], '/usr/bin/node'), false);
  assert.equal(ignoresHangup(['file', 'terminal', 'file'], undefined), false);
  assert.equal(ignoresHangup(['file', 'file', 'terminal'], '/usr/bin/nohup'), false);
  assert.equal(ignoresHangup(['file', 'pipe', 'pipe'], undefined), false);
  assert.equal(ignoresHangup(['file', 'file', 'pipe'], '/usr/bin/node'), false);
});

test('it is ignored by what writes into files only, or bash has started by nohup', () => {
  assert.equal(ignoresHangup(['file', 'file', 'file'], undefined), true);
  assert.equal(ignoresHangup(['closed', 'file', 'file'], '/usr/bin/node'), true);
  assert.equal(ignoresHangup(['closed', 'closed', 'closed'], undefined), true);
  assert.equal(ignoresHangup(['file', 'pipe', 'file'], '/usr/bin/nohup'), true);
  assert.equal(ignoresHangup(['file', 'pipe', 'file'], '/home/nohup/node'), false);
});
