import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typingGap } from '#chat/hub/presence/typing.ts';
import { address, bot, judged, scene } from './grant-acts.suite.ts';

test('the account of a grant is shown as typing where it may speak, though it is away', async () => {
  const { hand, alice, bob } = await scene();
  const types = (to: string, active = true): unknown => hand.chat.typingFor(alice, { to, active, address });
  assert.equal(types('#lobby'), undefined);
  assert.equal(bob.ear.hear(), 'typing|');
  assert.deepEqual(
    hand.chat.online(9).map(({ name }) => name),
    ['bob'],
    'it is present no more than before',
  );
  assert.equal(types('#lobby'), undefined);
  assert.equal(bob.ear.hear(), '', 'once in 3 s');
  hand.clock.time += typingGap;
  types('#lobby');
  types('#lobby', false);
  assert.equal(bob.ear.hear(), 'typing|typing|');
  types('bob');
  assert.equal(bob.ear.hear(), '', 'they have not talked yet');
  await judged(hand, hand.chat.act(alice, { event: { kind: 'message', text: 'hi' }, room: 'bob', address }));
  bob.ear.hear();
  types('bob');
  assert.equal(bob.ear.hear(), 'typing|');
});

test('a user who may not speak by the grant is not shown as typing', async () => {
  const { hand, alice, bob } = await scene();
  const [reader, poster] = [await bot(hand, alice, ['read']), await bot(hand, alice, ['post'])];
  const types = (grant = poster, to = '#lobby'): unknown => hand.chat.typingFor(grant, { to, active: true, address });
  assert.equal(types(reader), 'out-of-scope');
  assert.equal(types(poster, '#nowhere'), 'no-room');
  assert.equal(types(poster, 'nobody'), 'no-user');
  await hand.come('carol', '#tea');
  assert.equal(types(poster, '#tea'), 'not-member');
  await judged(hand, hand.chat.command({ kind: 'listed', list: 'mute', mask: 'alice' }, '#lobby'));
  bob.ear.hear();
  assert.equal(types(), 'muted');
  await judged(hand, hand.chat.act(alice, { event: { kind: 'tokenRevoked', token: poster.id }, address }));
  assert.deepEqual(types(), { code: 'grant-invalid' });
  assert.equal(bob.ear.hear(), '');
});
