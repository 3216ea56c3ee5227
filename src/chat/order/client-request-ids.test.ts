import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Verdict } from '#chat/outcome.ts';
import { maxOnce, maxOnceIds } from '#chat/limits.ts';
import { type Judging, openJudging } from './judging.suite.ts';

const day = 24 * 60 * 60 * 1000;

function say(order: Judging, session: number, text: string, once: string, at = 1000): Verdict {
  return order.ask(session, { kind: 'message', text }, '#lobby', { once, at });
}

const seqOf = (verdict: Verdict): unknown =>
  verdict.kind === 'entry' ? verdict.entry.seq : verdict.kind === 'again' ? `again ${verdict.seq}` : verdict.kind;

describe('a request with an id of the client', () => {
  test('is done once within a day, and answered with the place of the first', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#lobby');
    assert.equal(seqOf(say(order, 1, 'hi', 'a')), 4);
    assert.equal(seqOf(say(order, 1, 'hi', 'a', 1000 + day - 1)), 'again 4');
    assert.equal(seqOf(say(order, 1, 'hi', 'b', 1000 + day - 1)), 6);
    assert.equal(seqOf(say(order, 1, 'hi', 'a', 1000 + day)), 7, 'after a day it is asked anew');
    assert.equal(seqOf(say(order, 1, 'hi', 'a', 1000)), 'again 7', 'a clock that goes back forgets nothing');
  });

  test('is another user’s with the same id', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#lobby');
    order.come(2, 'bob', '#lobby');
    assert.equal(seqOf(say(order, 1, 'hi', 'a')), 5);
    assert.equal(seqOf(say(order, 2, 'hi', 'a')), 6);
  });

  test('is asked again after a refusal, and refused with an id that is empty, too long, or half a character', async () => {
    const order = await openJudging();
    order.come(1, 'alice');
    assert.equal(seqOf(say(order, 1, 'hi', 'a')), 'refusal');
    order.join(1, '#lobby');
    assert.equal(seqOf(say(order, 1, 'hi', 'a')), 6);
    for (const id of ['', 'x'.repeat(maxOnce + 1), '\ud83d', '\ud83e'])
      assert.equal(seqOf(say(order, 1, 'hi', id)), 'refusal');
  });

  test('is forgotten with a guest, and a user’s oldest ids are when there are too many', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#lobby');
    say(order, 1, 'hi', 'first');
    order.come(2, 'bob', '#lobby');
    say(order, 2, 'hi', 'bobs');
    order.ask(2, { kind: 'went' });
    assert.equal(order.store.once(5, 'bobs'), undefined);
    for (let n = 0; n < maxOnceIds + 64; n++) say(order, 1, 'hi', `id${n}`);
    assert.equal(order.store.once(3, 'first'), undefined);
    assert.ok(order.store.once(3, 'id100'));
  });
});
