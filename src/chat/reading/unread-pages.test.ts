import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { maxDirects } from '#chat/readable/unread.ts';

test('all rooms of a user come in pages by id, also more private ones than are listed at once', async () => {
  const hand = await openHandChat();
  await hand.register('alice');
  const { seat } = await hand.come('alice', '#first');
  const names: string[] = ['#first'];
  const others = maxDirects + 20;
  for (let n = 0; n < others; n++) {
    const name = `u${n}`;
    void hand.chat.command({ kind: 'registered', name, secret: 'hash' });
    hand.say(seat, 'hello', name);
    names.push(name);
    if (n % 100 === 50) hand.ask(seat, 'in', { kind: 'joined' }, `#c${n}`);
    if (n % 100 === 50) names.push(`#c${n}`);
    if (n % 20 === 0) await hand.bus.deliver();
  }
  // A guest who has left has no name, so its room is in no list.
  const guest = await hand.come('gina');
  hand.say(seat, 'hello', 'gina');
  await hand.bus.deliver();
  hand.chat.close(guest.seat);
  await hand.bus.deliver();
  for (const limit of [1, 7, 100]) {
    const seen: string[] = [];
    for (let next: number | undefined = 0; next !== undefined;) {
      const page = hand.chat.unreadPage(seat, next, limit);
      assert.ok(page.items.length <= limit && (page.next ?? Infinity) > next);
      seen.push(...page.items.map(({ room }) => room.name));
      next = page.next;
    }
    assert.deepEqual(seen, names);
  }
  assert.ok(hand.chat.unread(seat).length < names.length, 'otherwise this test proves nothing');
});
