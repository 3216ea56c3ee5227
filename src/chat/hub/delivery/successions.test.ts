import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';

test('the new owner of a room whose last owner is gone is told so, and so are the other members', async () => {
  const hand = await openHandChat();
  const [alice, bob, carol, dan, eve] = [
    await hand.come('alice', '#a'),
    await hand.come('bob', '#a'),
    await hand.come('carol', '#a'),
    await hand.come('dan', '#a'),
    await hand.come('eve', '#a'),
  ];
  const everybody = [alice, bob, carol, dan, eve];
  const ask = async (who: typeof alice, event: Asked): Promise<void> => {
    hand.ask(who.seat, event.kind, event, '#a');
    await hand.bus.deliver();
  };
  for (const user of ['bob', 'carol', 'dan']) await ask(alice, { kind: 'role', user, role: 'operator' });
  for (const { ear } of everybody) ear.hear();

  await ask(alice, { kind: 'left' });
  assert.equal(bob.ear.hear(), '11 alice left|11 (target) server role|');
  assert.equal(eve.ear.hear(), '11 alice left|11 server role|');
  assert.equal(alice.ear.hear(), 'left=11|');

  void hand.chat.command({ kind: 'kicked', user: 'bob' }, '#a');
  await hand.bus.deliver();
  assert.equal(carol.ear.hear().split('|').at(-2), '12 (target) server role');
  assert.equal(bob.ear.hear(), '12 (target) server kicked|');

  // A guest's membership ends with its session. Dan's peer is slow: what it missed is read when it takes it.
  dan.ear.hear();
  eve.ear.hear();
  const drained = Promise.withResolvers<void>();
  Object.assign(dan.ear.outbox, { queued: spaceBytes + 1, delivered: false, drained: () => drained.promise });
  hand.say(eve.seat, 'the last one live', '#a');
  await hand.bus.deliver();
  dan.ear.hear();
  hand.chat.close(carol.seat);
  await hand.bus.deliver();
  assert.match(eve.ear.hear(), /\|14 carol went\|14 server role\|$/);
  Object.assign(dan.ear.outbox, { queued: 0, delivered: true });
  drained.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  assert.match(dan.ear.hear(), /14 \(target\) server role\|$/);
});
