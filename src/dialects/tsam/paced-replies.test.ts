import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pipe } from '#link/pipe.ts';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import { encode } from './codec.ts';
import { maxReplies, PacedReplies, pause } from './paced-replies.ts';
import { Peer } from './scene.suite.ts';

function scene(): { clock: TestClock; replies: PacedReplies; peer: Peer; relieved: () => number } {
  const clock = createTestClock();
  const [ours, theirs] = pipe({ after: clock.after });
  let times = 0;
  const replies = new PacedReplies(ours, clock, () => times++);
  ours.read({ take: (chunk) => chunk.length, ended: () => {} });
  return { clock, replies, peer: new Peer(theirs), relieved: () => times };
}

test('the first at once, the others at their pace; a pause that has passed is not waited for', async () => {
  const { clock, replies, peer } = scene();
  for (const text of ['a', 'b', 'c']) replies.write(encode(text));
  await peer.hears(1);
  assert.equal(replies.queued, 2);
  await clock.pass(pause);
  await peer.hears(2);
  await clock.pass(pause);
  await replies.drained();
  assert.deepEqual(peer.heard, ['a', 'b', 'c']);
  await clock.pass(pause);
  replies.write(encode('d'));
  assert.equal(await peer.hears(4), 'd');
});

test('whoever writes behind a reply has read it, and is answered at once', async () => {
  const { replies, peer } = scene();
  replies.write(encode('a'));
  await peer.hears(1);
  replies.heard();
  replies.write(encode('b'));
  replies.write(encode('c'));
  await peer.hears(2);
  replies.heard();
  replies.write(encode('d'));
  assert.equal(replies.queued, 2, 'but not while something waits');
});

test('when it is full it says so, and tells once when there is room again', async () => {
  const { clock, replies, relieved } = scene();
  for (let n = 0; n <= maxReplies; n++) replies.write(encode('x'));
  assert.ok(replies.full);
  await clock.pass(pause);
  assert.ok(!replies.full);
  await clock.pass(maxReplies * pause);
  assert.equal(relieved(), 1);
  assert.ok(replies.empty);
});

test('at the end what waits still goes at its pace, or all at once when that takes too long', async () => {
  const few = scene();
  for (const text of ['a', 'b']) few.replies.write(encode(text));
  few.replies.end();
  await few.peer.hears(1);
  assert.ok(!few.peer.closed);
  await few.clock.pass(pause);
  await few.peer.until(() => few.peer.closed);
  assert.deepEqual(few.peer.heard, ['a', 'b']);

  const many = scene();
  for (let n = 0; n < 500; n++) many.replies.write(encode('x'));
  many.replies.end();
  await many.clock.pass(2000);
  await many.peer.until(() => many.peer.closed);
  assert.equal(many.peer.heard.join('').length, 500);
  assert.ok(many.peer.heard.length < 110);
});
