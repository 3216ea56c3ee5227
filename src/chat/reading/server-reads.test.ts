import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { address, judged, logIn } from '#chat/grants/grant-acts.suite.ts';
import type { Grant } from '#chat/rights/grant.ts';

test('the codes that a person may revoke are found without a look at those of others, in pages', async () => {
  let all = 0;
  const hand = await openHandChat((store) => ({
    ...store,
    tokens(after, limit) {
      all++;
      return store.tokens(after, limit);
    },
  }));
  const grants: Grant[] = [];
  for (const name of ['alice', 'bob', 'ann']) {
    await judged(hand, hand.chat.command({ kind: 'registered', name, secret: 'hash of tea' }));
    grants.push((await logIn(hand, name)).grant);
  }
  const [alice, bob, ann] = grants;
  assert.ok(alice && bob && ann);
  const make = async (grant: Grant, room: string): Promise<number> => {
    const event = { kind: 'tokenMade', purpose: 'invite-room', hash: hand.chat.newCode().hash, uses: 1 } as const;
    const answer = await judged(hand, hand.chat.act(grant, { event, room, address }));
    return answer.kind === 'entry' ? answer.entry.seq : assert.fail(answer.kind);
  };
  const join = (grant: Grant, room: string): Promise<unknown> =>
    judged(hand, hand.chat.act(grant, { event: { kind: 'joined' }, room, address }));
  for (const grant of [alice, bob]) await join(grant, '#a');
  await join(bob, '#b');
  const codes = [await make(alice, '#a'), await make(bob, '#a'), await make(bob, '#b'), await make(alice, '#a')];
  const [first, ofBob, , last] = codes;
  const seen = (grant: Grant, after = 0, limit = 9): readonly number[] => {
    const reader = hand.chat.reader(grant, address);
    assert.ok('user' in reader);
    return hand.chat.tokens(reader, after, limit).map(({ id }) => id);
  };
  assert.deepEqual(seen(alice), [first, ofBob, last], 'her own, and all of the room that is hers');
  assert.deepEqual([seen(alice, first, 1), seen(alice, ofBob)], [[ofBob], [last]]);
  assert.deepEqual(seen(bob), codes.slice(1, 3));
  assert.equal(all, 0);
  await judged(hand, hand.chat.command({ kind: 'serverRole', user: 'ann', role: 'operator' }));
  assert.deepEqual(seen(ann), codes);
  assert.equal(all, 1);
});
