import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { lineQueue, queueBound, retryPause } from './line-queue.ts';

/** An output whose speed the test controls. */
class Way {
  readonly written: string[] = [];
  #next = Promise.withResolvers<void>();

  readonly write = (text: string): Promise<void> => {
    this.written.push(text);
    this.#next = Promise.withResolvers();
    return this.#next.promise;
  };

  async let(): Promise<void> {
    this.#next.resolve();
    await settled();
  }

  async fail(why = 'no way'): Promise<void> {
    this.#next.reject(new Error(why));
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const gap = (lines: number): string => `(${lines} missing)`;

test('the first line is written at once, later ones in one write', async () => {
  const way = new Way();
  const queue = lineQueue({ write: way.write, gap });
  for (const line of ['a', 'b', 'c']) queue.add(line);
  assert.deepEqual(way.written, ['a\n']);
  await way.let();
  assert.deepEqual(way.written, ['a\n', 'b\nc\n']);
  await way.let();
  queue.add('d');
  assert.deepEqual(way.written.slice(2), ['d\n']);
  await way.let();
});

test('it is empty when everything is out', async () => {
  const way = new Way();
  const queue = lineQueue({ write: way.write, gap });
  await queue.emptied();
  queue.add('a');
  queue.add('b');
  let empty = false;
  void queue.emptied().then(() => (empty = true));
  await way.let();
  assert.equal(empty, false);
  await way.let();
  assert.equal(empty, true);
});

test('above the bound lines are dropped, and one line gives their number', async () => {
  const way = new Way();
  const queue = lineQueue({ write: way.write, gap });
  const line = 'x'.repeat(10_000);
  for (let n = 0; n < 1000; n++) queue.add(line);
  queue.add('a short one does not overtake them');
  await way.let();
  const [, then = ''] = way.written;
  const held = then.split(line).length;
  assert.ok(held * (line.length * 3 + 1) <= queueBound && held > 30);
  assert.match(then, new RegExp(`x\\n\\(${1001 - held} missing\\)\\n$`));
  await way.let();
  queue.add('there is room again');
  assert.equal(way.written.at(-1), 'there is room again\n');
  await way.let();
});

test('the next successful write reports the lines that could not be written', async () => {
  const way = new Way();
  const queue = lineQueue({ write: way.write, gap });
  queue.add('a');
  queue.add('b');
  await way.fail();
  assert.equal(way.written.at(-1), '(1 missing)\nb\n');
  await way.fail();
  assert.equal(way.written.length, 2, 'nothing is tried while there is nothing to say');
  queue.add('c');
  assert.equal(way.written.at(-1), '(2 missing)\nc\n');
  await way.let();
  queue.add('d');
  assert.equal(way.written.at(-1), 'd\n');
  await way.let();
});

describe('an output that may work again later', () => {
  const mayRetry = (error: unknown): boolean => error instanceof Error && error.message === 'later';

  test('loses no line: it is tried again, once a second', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const way = new Way();
    const queue = lineQueue({ write: way.write, gap, mayRetry });
    queue.add('a');
    queue.add('b');
    await way.fail('later');
    queue.add('c');
    assert.deepEqual(way.written, ['a\n']);
    t.mock.timers.tick(retryPause);
    assert.equal(way.written.at(-1), 'a\nb\nc\n');
    await way.fail('later');
    t.mock.timers.tick(retryPause);
    assert.equal(way.written.at(-1), 'a\nb\nc\n');
    await way.let();
    queue.add('d');
    assert.equal(way.written.at(-1), 'd\n');
    await way.let();
  });

  test('is tried once more at the end', async () => {
    const way = new Way();
    const queue = lineQueue({ write: way.write, gap, mayRetry });
    queue.add('a');
    await way.fail('later');
    const emptied = queue.emptied();
    assert.deepEqual(way.written, ['a\n', 'a\n']);
    await way.let();
    await emptied;
  });

  test('keeps no more lines than any other', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const way = new Way();
    const queue = lineQueue({ write: way.write, gap, mayRetry });
    const line = 'x'.repeat(10_000);
    queue.add(line);
    await way.fail('later');
    for (let n = 1; n < 1000; n++) queue.add(line);
    for (let n = 0; n < 3; n++) {
      t.mock.timers.tick(retryPause);
      await way.fail('later');
      queue.add('one too many');
    }
    t.mock.timers.tick(retryPause);
    const then = way.written.at(-1) ?? '';
    const held = then.split(line).length - 1;
    assert.ok(held * (line.length * 3 + 1) <= queueBound && held > 30, `${held} were held`);
    assert.ok(!then.includes('one too many'));
    const told = [...then.matchAll(/\((\d+) missing\)/g)].reduce((sum, [, lines]) => sum + Number(lines), 0);
    assert.equal(told, 1003 - held);
    await way.let();
  });

  test('loses the lines of other failures, once', async () => {
    const way = new Way();
    const queue = lineQueue({ write: way.write, gap, mayRetry });
    queue.add('a');
    await way.fail();
    queue.add('b');
    assert.equal(way.written.at(-1), '(1 missing)\nb\n');
    await way.let();
  });
});
