import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatSettingNames } from '#chat/settings/chat-settings.ts';
import { LiveWorld } from './live-world.ts';
import { openJudging } from './judging.suite.ts';

test('a setting is kept in no room, holds for the next draft and after a restart, and an empty value removes it', async () => {
  const order = await openJudging();
  const verdict = order.set('guests', 'no');
  assert.ok(verdict.kind === 'entry');
  assert.deepEqual(verdict.entry.event, { kind: 'setting', name: 'guests', value: 'no', before: '' });
  assert.deepEqual(
    [verdict.kept, verdict.room, verdict.rooms, verdict.entry.from.name],
    [true, 0, undefined, 'server'],
  );
  assert.equal(order.world.setting('guests'), false);
  assert.equal(new LiveWorld(order.store).setting('guests'), false);
  assert.equal(order.set('guests', 'no').kind, 'no-op');
  order.set('guests', '');
  assert.deepEqual([order.world.setting('guests'), order.world.set], [true, {}]);
  assert.equal(order.set('guests', '').kind, 'no-op');
});

test('every setting has a default, and its numbers have limits', async () => {
  const { world, ...order } = await openJudging().then((judging) => ({
    world: judging.world,
    set: (...each: Parameters<typeof judging.set>): string => judging.set(...each).kind,
  }));
  const now = (): unknown[] => chatSettingNames.map((name) => world.setting(name));
  assert.deepEqual(now(), ['open', true, 900, 'anyone', 250]);
  order.set('edit-window', 'none');
  order.set('max-rooms-per-user', '1');
  assert.deepEqual(now(), ['open', true, Infinity, 'anyone', 1]);
  for (const value of ['-1', '1e3', '01', ' 1', '0.5', '99999999999', 'never']) {
    assert.equal(order.set('edit-window', value), 'refusal', value);
  }
  assert.equal(order.set('edit-window', '0'), 'entry');
});

test('a user is a member of no more channels than the setting says', async () => {
  const order = await openJudging();
  order.set('max-rooms-per-user', '2');
  order.come(1, 'alice', '#a');
  assert.equal(order.join(1, '#b').kind, 'entry');
  assert.deepEqual(order.join(1, '#c'), { kind: 'refusal', code: 'too-many-rooms' });
  assert.equal(order.join(1, '#a').kind, 'no-op');
});

test('only a node sets, and guests who are here stay; the number of a tsam client makes nobody an account', async () => {
  const order = await openJudging();
  order.come(1, 'alice', '#lobby');
  assert.equal(order.ask(1, { kind: 'setting', name: 'guests', value: 'no' }).kind, 'refusal');
  order.set('guests', 'no');
  assert.equal(order.say(1, '#lobby').kind, 'entry');
  assert.deepEqual(order.come(2, 'bob'), { kind: 'refusal', code: 'no-guests' });
  const numbered = order.ask(3, { kind: 'came', as: { guest: 'A5_71', group: true } });
  assert.deepEqual(numbered, { kind: 'refusal', code: 'no-guests' });
});
