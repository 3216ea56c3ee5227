import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Entry } from '#chat/event.ts';
import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';
import { openHandChat } from '#chat/hub/hand-bus.suite.ts';

const textOf = (entry: Entry | undefined): string | undefined =>
  entry?.event.kind === 'message' ? `${entry.event.redacted ? '-' : ''}${entry.event.text}` : undefined;

test('a user who has left a room cannot read what is said, changed or done to messages there afterwards', async () => {
  const hand = await openHandChat();
  const { chat } = hand;
  const alice = await hand.come('alice', '#a');
  const bob = await hand.come('bob', '#a');
  const done = async (event: Parameters<typeof hand.ask>[2], room?: string): Promise<number> => {
    hand.ask(alice.seat, event.kind, event, room);
    await hand.bus.deliver();
    return chat.cursor().seq;
  };
  const early = await done({ kind: 'message', text: 'helo' }, '#a');
  await done({ kind: 'edited', target: early, text: 'hello' });
  const changed = await done({ kind: 'message', text: 'changed later' }, '#a');
  const answer = await done({ kind: 'message', text: 'an answer', replyTo: changed }, '#a');
  // Bob's peer takes nothing from here on: what it missed is read when it does.
  const drained = Promise.withResolvers<void>();
  bob.ear.hear();
  Object.assign(bob.ear.outbox, { queued: spaceBytes + 1, delivered: false, drained: () => drained.promise });
  await done({ kind: 'message', text: 'the last one live' }, '#a');
  bob.ear.hear();
  const missed = await done({ kind: 'message', text: 'missed' }, '#a');
  void chat.command({ kind: 'kicked', user: 'bob' }, '#a');
  await hand.bus.deliver();
  for (const target of [changed, missed]) await done({ kind: 'edited', target, text: 'for those who stayed' });
  await done({ kind: 'reacted', target: answer, emoji: '+1', on: true });

  const texts = ['hello', '-', 'an answer', 'the last one live', '-'];
  const last = chat.history(bob.seat, { room: '#a', limit: 9 });
  assert.deepEqual(Array.isArray(last) && last.flatMap((entry) => textOf(entry) ?? []), texts);
  const latest = chat.latest(bob.seat, '#a', 9).flatMap((entry) => textOf(entry) ?? []);
  assert.deepEqual(latest, texts);
  // A window that ends before the edit, too.
  for (const asked of [{ limit: 9 }, { limit: 9, before: missed + 1 }, { limit: 9, after: early - 1 }]) {
    const window = chat.window(bob.seat, '#a', asked);
    assert.ok(typeof window === 'object');
    assert.deepEqual(
      window.messages.map(({ text, redacted }) => `${redacted ? '-' : ''}${text}`),
      texts,
    );
  }
  assert.deepEqual(
    [changed, early].map((seq) => textOf(chat.entry(bob.seat, seq))),
    ['-', 'hello'],
  );
  const now = chat.message(bob.seat, answer);
  assert.deepEqual([now?.replyTo?.text, now?.replyTo?.redacted, now?.reactions], ['', true, []]);
  assert.equal(chat.message(bob.seat, changed)?.text, '');
  assert.equal(chat.message(alice.seat, changed)?.text, 'for those who stayed');
  assert.equal(chat.message(alice.seat, answer)?.reactions.length, 1);

  Object.assign(bob.ear.outbox, { queued: 0, delivered: true });
  drained.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  assert.match(
    bob.ear.hear(),
    new RegExp(`^${missed} alice: (?:\\(message removed\\))?\\|\\d+ \\(target\\) server kicked\\|$`),
  );
});
