import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pipe } from '#link/pipe.ts';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import { encode } from './codec.ts';
import { maxReplies, PacedReplies, pause } from './paced-replies.ts';
import { Rope } from './rope.ts';
import { Peer } from './scene.suite.ts';

function scene(framed = false): { clock: TestClock; replies: PacedReplies; peer: Peer; relieved: () => number } {
  const clock = createTestClock();
  const [ours, theirs] = pipe({ after: clock.after });
  let times = 0;
  const replies = new PacedReplies(ours, clock, () => times++, framed);
  ours.read({ take: (chunk) => chunk.length, ended: () => {} });
  return { clock, replies, peer: new Peer(theirs), relieved: () => times };
}

test('the first is written at once, the others after pauses; a pause that has already passed is skipped', async () => {
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

test('a client that writes after a reply counts as having read it, and is answered at once', async () => {
  const { replies, peer } = scene();
  replies.write(encode('a'));
  await peer.hears(1);
  replies.heard();
  replies.write(encode('b'));
  replies.write(encode('c'));
  await peer.hears(2);
  replies.heard();
  replies.write(encode('d'));
  assert.equal(replies.queued, 2, 'but not while replies wait');
});

test('it reports when it is full, and once when further replies can be queued', async () => {
  const { clock, replies, relieved } = scene();
  for (let n = 0; n <= maxReplies; n++) replies.write(encode('x'));
  assert.ok(replies.full);
  await clock.pass(pause);
  assert.ok(!replies.full);
  await clock.pass(maxReplies * pause);
  assert.equal(relieved(), 1);
  assert.ok(replies.empty);
});

test('at the end waiting replies are written at their pace, or all at once after a timeout', async () => {
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
});

test('a long reply is written in slices at the same pace, and is one reply until its end', async () => {
  const { clock, replies, peer } = scene();
  const line = `From bob: ${'x'.repeat(1000)}`;
  replies.write(encode([line, line, line].join('\n')));
  replies.write(encode('next'));
  assert.equal(replies.queued, 2 * line.length + 1 + 4 + (line.length + 1), 'nobody has read the first yet');
  for (const [index, heard] of [`${line}\n`, `${line}\n`, line, 'next'].entries()) {
    assert.equal(await peer.hears(index + 1), heard);
    assert.equal(replies.empty, heard === 'next');
    await clock.pass(pause);
  }
  await replies.drained();
  assert.equal(replies.queued, 0);
});

test('input does not shorten the pauses within a reply', async () => {
  const { clock, replies, peer } = scene();
  replies.write(encode('From bob: '.padEnd(1500, 'x')));
  await peer.hears(1);
  replies.heard();
  replies.write(encode('next'));
  assert.equal(peer.heard.length, 1);
  await clock.pass(pause);
  await peer.hears(2);
  await clock.pass(pause);
  assert.equal(await peer.hears(3), 'next');
});

test('a reply that many links share is not copied', () => {
  const reply = encode(`SERVERS,${'A5_1,127.0.0.1,50000;'.repeat(3000)}`);
  const written: Uint8Array[] = [];
  for (let link = 0; link < 3; link++) {
    const [ours] = pipe();
    const write = (bytes: Uint8Array): void => void written.push(bytes);
    new PacedReplies({ ...ours, write, queued: 0 }, createTestClock(), () => {}).write(reply);
  }
  assert.equal(written.length, 3);
  assert.ok(written.every(({ buffer }) => buffer === reply.buffer));
});

test('with frames, each write is a frame, as long as a command may be', async () => {
  const { clock, replies, peer } = scene(true);
  replies.write(encode('KEEPALIVE,0'));
  replies.write(encode('\nFrom bob: a\nFrom bob: '.padEnd(4900, 'x')));
  replies.write(encode('From bob: '.padEnd(6000, 'x')));
  const heard = ['KEEPALIVE,0', 'From bob: a\nFrom bob: '.padEnd(4899, 'x'), 'From bob: '.padEnd(4999, 'x')];
  for (const [index, text] of [...heard, 'From bob: '.padEnd(1011, 'x')].entries()) {
    assert.equal(await peer.hears(index + 1), `\x01${text}\x04`);
    await clock.pass(pause);
  }
});

test('what waits counts with what waits in links, but for bytes that many links share', async () => {
  const clock = createTestClock();
  const [ours, theirs] = pipe({ after: clock.after });
  let counted = 0;
  const countAbove = (bytes: number): void => void (counted = bytes);
  const replies = new PacedReplies(Object.assign(ours, { countAbove }), clock, () => {});
  const peer = new Peer(theirs);
  replies.write(encode('a'));
  await peer.hears(1);
  replies.write(encode('bb'));
  replies.write(new Rope([encode('a list')]));
  replies.write(encode('x'.repeat(1500)));
  assert.deepEqual([counted, replies.queued], [1502, 1508]);
  for (let n = 0; n < 3; n++) await clock.pass(pause);
  assert.equal(counted, 1500, 'as long as a part of it waits');
  await clock.pass(pause);
  assert.equal(counted, 0);
});
