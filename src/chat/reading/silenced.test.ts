import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, judged, logIn } from '#chat/grants/grant-acts.suite.ts';
import { openHandChat } from '#chat/hub/hand-bus.suite.ts';

test('an account that is away is told where it is silenced, without a look at all its rooms for each', async () => {
  let looks = 0;
  const hand = await openHandChat((store) => ({
    ...store,
    memberships(user) {
      looks++;
      return store.memberships(user);
    },
  }));
  await judged(hand, hand.chat.command({ kind: 'registered', name: 'alice', secret: 'hash of tea' }));
  const { grant } = await logIn(hand, 'alice');
  for (const room of ['#a', '#b'])
    await judged(hand, hand.chat.act(grant, { event: { kind: 'joined' }, room, address }));
  const reader = hand.chat.reader(grant, address);
  assert.ok(!('code' in reader));
  await judged(hand, hand.chat.command({ kind: 'listed', list: 'mute', mask: 'alice', reason: 'spam' }));
  looks = 0;
  const told = hand.chat.memberships(reader).map(({ id }) => hand.chat.silenced(reader, id)?.reason);
  assert.deepEqual([told, hand.chat.silenced(reader)?.code, looks], [['spam', 'spam'], 'muted', 1]);
});
