import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createTestClock } from '../../../test/test-clock.ts';
import { PacedWrites, pauseBetweenWrites } from './paced-writes.ts';
import { pipe } from '#link/pipe.ts';
import { Recording } from '#link/recording-reader.suite.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one piece at a time, the first at once', async () => {
  const clock = createTestClock();
  const [ours, theirs] = pipe({ after: clock.after });
  const [reader, paced, sent] = [new Recording(), new PacedWrites(ours, clock.after), new Array<string>()];
  theirs.read(reader);
  paced.send(bytes('a'), () => sent.push('a'));
  paced.send(bytes('b'), () => sent.push('b'));
  await clock.pass(pauseBetweenWrites - 1);
  assert.deepEqual(sent, ['a']);
  await clock.pass(1);
  await turn();
  assert.deepEqual([sent, Buffer.from(reader.bytes).toString()], [['a', 'b'], 'ab']);
});

test('a later piece replaces one that waits, and `stop` returns the one that still waits', async () => {
  const clock = createTestClock();
  const [ours, theirs] = pipe({ after: clock.after });
  const [reader, paced] = [new Recording(), new PacedWrites(ours, clock.after)];
  theirs.read(reader);
  for (const text of ['a', 'b', 'c']) paced.send(bytes(text), () => {});
  assert.deepEqual(paced.stop(), bytes('c'));
  assert.equal(paced.stop(), undefined);
  await clock.pass(pauseBetweenWrites);
  await turn();
  assert.equal(Buffer.from(reader.bytes).toString(), 'a');
});

test('nothing is written to a peer that does not read', async () => {
  const clock = createTestClock();
  const [ours, theirs] = pipe({ after: clock.after });
  const [paced, sent] = [new PacedWrites(ours, clock.after), new Array<string>()];
  paced.send(bytes('a'), () => sent.push('a'));
  paced.send(bytes('b'), () => sent.push('b'));
  await clock.pass(10 * pauseBetweenWrites);
  await turn();
  assert.deepEqual(sent, ['a']);
  theirs.read(new Recording());
  await turn();
  assert.deepEqual(sent, ['a', 'b']);
});
