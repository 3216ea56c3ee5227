import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Verdict } from '#chat/outcome.ts';
import { formerFor } from './former-names.ts';
import { type Judging, openJudging } from './judging.suite.ts';
import { told } from './moderation.suite.ts';

const rename = (order: Judging, from: string, to: string, at = 1000): Verdict =>
  order.ask(1, { kind: 'roomNamed', name: to }, from, { at });

const join = (order: Judging, session: number, room: string, at = 1000): Verdict =>
  order.ask(session, { kind: 'joined' }, room, { at });

const say = (order: Judging, session: number, room: string, at = 1000): Verdict =>
  order.ask(session, { kind: 'message', text: 'hi' }, room, { at });

/** Alice (1) owns #tea, bob (2) is in it, carol (3) is not. It was renamed to #Coffee. */
async function renamed(): Promise<Judging> {
  const order = await openJudging();
  order.come(1, 'alice', '#tea');
  order.come(2, 'bob', '#tea');
  order.come(3, 'carol', '#lobby');
  assert.equal(told(rename(order, '#tea', '#Coffee')), 'entry');
  return order;
}

const refusal = { kind: 'refusal', code: 'room-renamed', room: '#Coffee' };

test('members who write to the old name, or enter it, are told the new one, and no room is made', async () => {
  const order = await renamed();
  for (const session of [1, 2]) {
    assert.deepEqual(say(order, session, '#TEA'), refusal);
    assert.deepEqual(join(order, session, '#tea'), refusal);
  }
  assert.equal(order.world.channel('#tea'), undefined);
});

test('an invited user is told the new name, too, as long as the invitation is valid', async () => {
  const order = await renamed();
  const invite = (until?: number): Verdict =>
    order.ask(1, { kind: 'invited', user: 'carol', until }, '#Coffee', { at: 1000 });
  assert.equal(told(order.ask(1, { kind: 'set', name: 'secret', value: 'yes' }, '#Coffee')), 'entry');
  assert.equal(told(invite(2000)), 'entry');
  assert.deepEqual(join(order, 3, '#tea'), refusal);
  assert.equal(told(join(order, 3, '#tea', 2000)), 'entry', 'it has ended');
  order.ask(3, { kind: 'left' }, '#tea');
  assert.equal(told(invite()), 'no-op');
  assert.equal(told(join(order, 3, '#tea')), 'entry', 'another room has the name');
});

test('members are told the new name for a day; then the old name is free for everybody', async () => {
  const order = await renamed();
  assert.deepEqual(join(order, 2, '#tea', 999 + formerFor), refusal);
  assert.equal(told(say(order, 2, '#tea', 1000 + formerFor)), 'no-room');
  assert.equal(told(join(order, 2, '#tea', 1000 + formerFor)), 'entry');
});

test('others can use the old name at once, and then members reach the new room of that name', async () => {
  const order = await renamed();
  assert.equal(told(say(order, 3, '#tea')), 'no-room');
  assert.equal(told(join(order, 3, '#tea')), 'entry');
  assert.equal(told(say(order, 2, '#tea')), 'not-member');
  assert.equal(told(join(order, 2, '#tea')), 'entry');
});

test('a former member does not learn the new name of a room', async () => {
  const order = await renamed();
  order.ask(2, { kind: 'left' }, '#Coffee');
  assert.equal(told(say(order, 2, '#tea')), 'no-room');
  assert.equal(told(join(order, 2, '#tea')), 'entry');
});

test('each of several old names leads to the present one; a name that is the present one again leads to itself', async () => {
  const order = await renamed();
  rename(order, '#coffee', '#cocoa');
  rename(order, '#cocoa', '#milk');
  for (const name of ['#tea', '#coffee', '#cocoa'])
    assert.deepEqual(join(order, 2, name), { ...refusal, room: '#milk' });
  rename(order, '#milk', '#tea');
  assert.equal(told(say(order, 2, '#tea')), 'entry');
  for (let n = 0; n < 20; n++) rename(order, n === 0 ? '#tea' : `#r${n - 1}`, `#r${n}`);
  assert.deepEqual(join(order, 2, '#r18'), { ...refusal, room: '#r19' });
  assert.ok((order.world.roomState(order.world.channel('#r19')?.id ?? 0).former?.value ?? '').length < 200);
});

test('the old names of a room are kept over a restart', async () => {
  const order = await renamed();
  const { LiveWorld } = await import('./live-world.ts');
  const again = new LiveWorld(order.store);
  assert.equal(again.roomState(again.channel('#coffee')?.id ?? 0).former?.value, '1000 #tea');
});
