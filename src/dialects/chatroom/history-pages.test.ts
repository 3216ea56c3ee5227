import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Entry } from '#chat/event.ts';
import type { Recalled } from './history.ts';
import { historyPages } from './history-pages.ts';

test('a history is read a page at a time, up to its beginning', async () => {
  const hand = await openHandChat();
  const { seat } = await hand.come('alice', '#lobby');
  for (let n = 0; n < 250; n++) hand.say(seat, `${n}`, '#lobby');
  await hand.bus.deliver();
  let recalls = 0;
  const latest: typeof hand.chat.latest = (...asked) => {
    recalls++;
    return hand.chat.latest(...asked);
  };
  let all: readonly Entry[] = [];
  const pages = historyPages({ latest, asSeen: hand.chat.asSeen }, seat, ({ entries }) => (all = entries));
  const read: number[] = [];
  while (pages.next().done !== true) read.push(recalls);
  assert.deepEqual(read, [1, 2]);
  const texts = all.map(({ event }) => (event.kind === 'message' ? event.text : event.kind));
  assert.deepEqual(
    texts,
    Array.from({ length: 250 }, (_, n) => `${n}`),
  );
});

test('what ignored people say is not in it, and does not end it', async () => {
  const hand = await openHandChat();
  await hand.register('alice');
  const { seat } = await hand.come('alice', '#lobby');
  const bob = await hand.come('bob', '#lobby');
  hand.say(seat, 'first', '#lobby');
  for (let n = 0; n < 250; n++) hand.say(bob.seat, `${n}`, '#lobby');
  hand.ask(seat, 'ignore', { kind: 'ignored', name: 'bob', on: true });
  await hand.bus.deliver();
  let found: Recalled | undefined;
  const pages = historyPages(hand.chat, seat, (all) => (found = all));
  while (pages.next().done !== true);
  const said = found?.entries.flatMap(({ event }) => (event.kind === 'message' ? event.text : []));
  assert.deepEqual([said, found?.cut], [['first'], false]);
});

/** The pages that are read of a room without an end, and whether older lines were left out. `text`: of each message. */
async function endless(text: string, isIgnored: boolean): Promise<readonly [number, boolean]> {
  const hand = await openHandChat();
  const { seat } = await hand.come('alice', '#lobby');
  hand.say(seat, text, '#lobby');
  await hand.bus.deliver();
  const [entry] = hand.chat.latest(seat, '#lobby', 1);
  assert.ok(entry);
  let found: Recalled | undefined;
  let reads = 0;
  const latest: typeof hand.chat.latest = (_reader, _channel, limit) => {
    reads++;
    return Array.from({ length: limit }, () => entry);
  };
  const pages = historyPages(
    { latest, asSeen: (_, each) => (isIgnored ? undefined : each) },
    seat,
    (all) => (found = all),
  );
  while (pages.next().done !== true) assert.ok(reads < 1000, 'it never ends');
  return [reads, found?.cut ?? false];
}

test('what is looked at for a history is bounded, and so is its length', async () => {
  assert.deepEqual(await endless('ignored', true), [100, true]);
  assert.deepEqual(await endless('x'.repeat(16_000), false), [1, true]);
  assert.deepEqual(await endless('short', false), [10, true]);
});
