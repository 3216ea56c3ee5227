import assert from 'node:assert/strict';
import { test } from 'node:test';

import { effectsOf, type Verdict } from '#chat/outcome.ts';
import { type Judging, openJudging } from './judging.suite.ts';

const set = (order: Judging, text: string): Verdict => order.ask(1, { kind: 'topic', text }, '#TEA');

async function opened(): Promise<Judging> {
  const order = await openJudging();
  order.come(1, 'alice', '#tea');
  return order;
}

test('a member says what a channel is about: it is kept, concerns the channel, and counts for the next draft', async () => {
  const order = await opened();
  const verdict = set(order, 'green tea');
  assert.ok(verdict.kind === 'entry');
  assert.deepEqual(verdict.entry.event, { kind: 'topic', text: 'green tea' });
  assert.deepEqual([verdict.kept, verdict.room, verdict.rooms], [true, 3, undefined]);
  const change = { kind: 'roomState', room: 3, name: 'topic' };
  assert.deepEqual(effectsOf(verdict), [{ ...change, value: 'green tea', before: undefined }]);
  assert.deepEqual(order.world.roomState(3), { topic: { value: 'green tea', seq: 4 } });
  const before = { value: 'green tea', seq: 4 };
  assert.deepEqual(effectsOf(set(order, 'black tea')), [{ ...change, value: 'black tea', before }]);
});

test('the same topic once more is a no-op, an empty one takes it away', async () => {
  const order = await opened();
  assert.equal(set(order, '').kind, 'no-op');
  set(order, 'tea');
  assert.equal(set(order, ' tea ').kind, 'no-op');
  assert.equal(set(order, ' ').kind, 'entry');
  assert.deepEqual(order.world.roomState(3), {});
});

test('a topic is one line without nul, of at most 512 bytes', async () => {
  const order = await opened();
  set(order, 'one\r\ntwo\n\nthree\u2028\0');
  assert.equal(order.world.roomState(3).topic?.value, 'one two three \u2400');
  assert.equal(set(order, `${'é'.repeat(256)}\n`).kind, 'entry');
});
