import assert from 'node:assert/strict';
import { test } from 'node:test';

import { argonPasswords, usualCosts } from './passwords.ts';

const quick = { memory: 8, passes: 1, parallelism: 1 };

test('a hash knows its own password only', async () => {
  const passwords = argonPasswords(quick);
  const secret = await passwords.hash('pässword');
  assert.match(secret, /^\$argon2id\$v=19\$m=8,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.ok(await passwords.verify('pässword', secret));
  assert.ok(!(await passwords.verify('password', secret)));
  assert.notEqual(await passwords.hash('pässword'), secret, 'each has a different salt');
});

test('without a hash every password is wrong, after the usual checking time', async () => {
  const passwords = argonPasswords(quick);
  let done = false;
  const looked = passwords.verify('password', undefined).finally(() => (done = true));
  for (let n = 0; n < 100; n++) await Promise.resolve();
  assert.ok(!done, 'no answer without the thread that hashes');
  assert.equal(await looked, false);
});

test('without a hash the check has the usual cost', async () => {
  const passwords = argonPasswords({ ...usualCosts, passes: 1 });
  const costOf = async (secret: string | undefined): Promise<number> => {
    const before = process.cpuUsage();
    await passwords.verify('password', secret);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const secret = await passwords.hash('password');
  // Some 10 ms of a core each; the other would be a hundred times less.
  const [known, unknown] = [await costOf(secret), await costOf(undefined)];
  assert.ok(unknown > known / 10, `${unknown} and ${known} µs`);
});

test('a hash is checked with the costs it was made with', async () => {
  const secret = await argonPasswords(quick).hash('password');
  assert.ok(await argonPasswords().verify('password', secret));
});

test('agrees with the reference implementation of argon2', async () => {
  // From the test vectors of the reference implementation: "password" with "somesalt".
  const secret = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.ok(await argonPasswords().verify('password', secret));
});

test('an invalid hash throws, because it is our bug', async () => {
  await assert.rejects(argonPasswords().verify('password', 'plain'), /not argon2id/);
});
