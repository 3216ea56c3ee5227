import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { test } from 'node:test';

import { PasswordThread } from './password-thread.ts';

const nonce = Buffer.alloc(16, 1);
const parametersOf = (message: string, memory = 8): Parameters<PasswordThread['derive']>[0] => ({
  message,
  nonce,
  memory,
  passes: 1,
  parallelism: 1,
  tagLength: 32,
});

test('hashes in order, and goes on after parameters that are invalid', async () => {
  const thread = new PasswordThread();
  const [one, invalid, other] = [parametersOf('one'), parametersOf('two', 1), parametersOf('three')].map((each) =>
    thread.derive(each),
  );
  await assert.rejects(async () => invalid, /memory/);
  assert.deepEqual(Buffer.from((await one) ?? []), argon2Sync('argon2id', parametersOf('one')));
  assert.deepEqual(Buffer.from((await other) ?? []), argon2Sync('argon2id', parametersOf('three')));
  assert.deepEqual(
    Buffer.from(await thread.derive(parametersOf('later'))),
    argon2Sync('argon2id', parametersOf('later')),
  );
});

/** The nice values of the threads of this process. */
function niceValues(): readonly number[] {
  return readdirSync('/proc/self/task').map((id) => {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8');
    // The name before the other fields may contain spaces.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

test('has a lower priority than the chat', { skip: process.platform !== 'linux' || getPriority() > 9 }, async () => {
  const thread = new PasswordThread();
  await thread.derive(parametersOf('one'));
  assert.ok(niceValues().includes(10), niceValues().join(' '));
});
