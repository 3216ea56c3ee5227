import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RunningChat } from '#chat/chat.ts';
import { argonPasswords } from '#server/passwords.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';

import { createTestClock } from '../../../test/test-clock.ts';
import { makeDemoAccounts } from './demo-accounts.ts';
import { pdu } from './pdu.ts';

const passwords = argonPasswords({ memory: 8, passes: 1, parallelism: 1 });
const accounts = pdu.demoAccounts ?? [];

async function started(t: { after(call: () => Promise<void>): void }): Promise<RunningChat> {
  const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
  const log = (event: string): never => {
    throw new Error(event);
  };
  const chat = await startChat({ store, clock: createTestClock(), log, passwords });
  t.after(async () => {
    await chat.stop();
    await store.close();
  });
  return chat;
}

test('they are made once, with their passwords', async (t) => {
  const chat = await started(t);
  assert.deepEqual(await makeDemoAccounts(chat, passwords, accounts), ['user1', 'user2']);
  const made = chat.accountNamed('user1');
  assert.ok(made && (await passwords.verify('pass1', made.secret)));
  assert.deepEqual(await makeDemoAccounts(chat, passwords, accounts), ['user1', 'user2']);
  assert.deepEqual(chat.accountNamed('user1'), made);
});

test('a changed password is never replaced', async (t) => {
  const chat = await started(t);
  await makeDemoAccounts(chat, passwords, accounts);
  const account = chat.accountNamed('user1')?.id ?? 0;
  const secret = await passwords.hash('changed');
  assert.equal((await chat.command({ kind: 'credential', account, secret })).kind, 'entry');
  assert.deepEqual(await makeDemoAccounts(chat, passwords, accounts), ['user2']);
  assert.equal(chat.accountNamed('user1')?.secret, secret);
});
