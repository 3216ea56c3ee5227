import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ignoresHangup } from './hangup.ts';

test('SIGHUP stops a server with a terminal, or one that a program has started', () => {
  assert.equal(ignoresHangup(['terminal', 'terminal', 'terminal'], '/usr/bin/node'), false);
  assert.equal(ignoresHangup(['file', 'terminal', 'file'], undefined), false);
  assert.equal(ignoresHangup(['file', 'file', 'terminal'], '/usr/bin/nohup'), false);
  assert.equal(ignoresHangup(['file', 'pipe', 'pipe'], undefined), false);
  assert.equal(ignoresHangup(['file', 'file', 'pipe'], '/usr/bin/node'), false);
});

test('it is ignored by a server with only files, or started by nohup in bash', () => {
  assert.equal(ignoresHangup(['file', 'file', 'file'], undefined), true);
  assert.equal(ignoresHangup(['closed', 'file', 'file'], '/usr/bin/node'), true);
  assert.equal(ignoresHangup(['closed', 'closed', 'closed'], undefined), true);
  assert.equal(ignoresHangup(['file', 'pipe', 'file'], '/usr/bin/nohup'), true);
  assert.equal(ignoresHangup(['file', 'pipe', 'file'], '/home/nohup/node'), false);
});
