import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AddressTurns } from './address-turns.ts';

interface Job {
  readonly name: string;
  end(error?: Error): void;
}

/** Work that goes on until the test ends it; in the order begun. */
function scene(
  atOnce: number,
  perAddress?: number,
): { begun: Job[]; ask(whose: string, name: string): Promise<string> } {
  const turns = new AddressTurns(atOnce, perAddress);
  const begun: Job[] = [];
  const ask = (whose: string, name: string): Promise<string> =>
    turns.take(
      whose,
      () =>
        new Promise((resolve, reject) => {
          begun.push({ name, end: (error) => (error ? reject(error) : resolve(name)) });
        }),
    );
  return { begun, ask };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a limited number of tasks runs at a time, and the addresses take turns', async () => {
  const { begun, ask } = scene(2);
  const asked = Array.from({ length: 6 }, (_, n) => ask('mallory', `m${n}`));
  asked.push(ask('alice', 'a0'), ask('alice', 'a1'), ask('bob', 'b0'));
  for (let ended = 0; ended < asked.length; ended++) {
    await settled();
    assert.ok(begun.length <= ended + 2);
    begun[ended]?.end();
  }
  await Promise.all(asked);
  assert.deepEqual(
    begun.map(({ name }) => name),
    ['m0', 'm1', 'm2', 'a0', 'b0', 'm3', 'a1', 'm4', 'm5'],
  );
});

test('a task that fails ends its turn, too', async () => {
  const { begun, ask } = scene(1);
  const [first, second] = [ask('a', 'first'), ask('a', 'second')];
  begun[0]?.end(new Error('oops'));
  await assert.rejects(first, /oops/);
  await settled();
  begun[1]?.end();
  assert.equal(await second, 'second');
  const third = ask('b', 'third');
  begun[2]?.end();
  assert.equal(await third, 'third');
});

test('the addresses of one IPv6 network are one', async () => {
  const { begun, ask } = scene(2, 1);
  const asked = [ask('2001:db8::1', 'm0'), ask('2001:db8::2', 'm1'), ask('2001:db8:0:1::1', 'a0')];
  await settled();
  assert.deepEqual(
    begun.map(({ name }) => name),
    ['m0', 'a0'],
  );
  begun[0]?.end();
  await settled();
  for (const job of begun) job.end();
  assert.deepEqual(await Promise.all(asked), ['m0', 'm1', 'a0']);
});

test('one address has no more than its share, and the others do not wait for it', async () => {
  const { begun, ask } = scene(3, 1);
  const asked = [ask('mallory', 'm0'), ask('mallory', 'm1'), ask('alice', 'a0')];
  assert.deepEqual(
    begun.map(({ name }) => name),
    ['m0', 'a0'],
  );
  begun[1]?.end();
  await settled();
  assert.equal(begun.length, 2);
  begun[0]?.end();
  await settled();
  begun[2]?.end();
  assert.deepEqual(await Promise.all(asked), ['m0', 'm1', 'a0']);
});

test('running tasks are hurried once others wait because all places are taken; so are those that begin then', async () => {
  const turns = new AddressTurns(2, 1);
  const hurried: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (whose: string, name: string): Promise<void> =>
    turns.take(
      whose,
      () => new Promise((resolve) => ends.set(name, resolve)),
      () => void hurried.push(name),
    );
  const asked = [ask('a', 'a0'), ask('a', 'a1')];
  await settled();
  assert.deepEqual(hurried, [], 'only its own address waits');
  asked.push(ask('b', 'b0'));
  await settled();
  assert.deepEqual(hurried, ['a0', 'b0'], 'there is no space any more for those that wait');
  asked.push(ask('c', 'c0'), ask('d', 'd0'));
  ends.get('b0')?.();
  await settled();
  assert.deepEqual(hurried, ['a0', 'b0', 'c0']);
  for (const name of ['a0', 'c0', 'd0', 'a1']) {
    ends.get(name)?.();
    await settled();
  }
  await Promise.all(asked);
});
