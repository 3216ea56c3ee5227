import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { targetsOf } from '#chat/events/event-targets.ts';
import type { Asked } from '#chat/event.ts';
import type { ListName } from '#chat/rights/moderation-lists.ts';

import { openTea, school, type Tea } from './moderation.suite.ts';

/** The names of those who are told what was done to a list, after the kind of the event. */
function changed(tea: Tea, kind: 'listed' | 'unlisted', list: ListName, mask: string, room?: string | null): string {
  const where = room === null ? undefined : (room ?? '#tea');
  const verdict = tea.order.ask(0, { kind, list, mask } as Asked, where);
  if (verdict.kind !== 'entry') assert.fail(JSON.stringify(verdict));
  const { event } = verdict.entry;
  const how = 'freed' in event ? 'freed' : 'silenced' in event ? 'silenced' : 'nobody';
  return [how, ...targetsOf(event).map(({ name }) => name)].join(' ');
}

describe('users who are told that a list lets them speak again, or no longer', () => {
  test('a mute or a ban is lifted: those whom nothing else silences', async () => {
    const tea = await openTea();
    for (const mask of ['?*o*', 'bob', 'alice', 'nobody']) tea.list(0, 'mute', mask);
    assert.equal(changed(tea, 'unlisted', 'mute', '?*o*'), 'freed carol', 'bob is muted by his name, too');
    assert.equal(changed(tea, 'unlisted', 'mute', 'alice'), 'nobody', 'no list hits the owner');
    assert.equal(changed(tea, 'unlisted', 'mute', 'nobody'), 'nobody');
    tea.list(0, 'ban', 'bob');
    assert.equal(changed(tea, 'unlisted', 'mute', 'bob'), 'nobody', 'he is banned, too');
    assert.equal(changed(tea, 'unlisted', 'ban', 'bob'), 'freed bob');
    tea.list(0, 'mute', 'bob', { until: 900, at: 100 });
    assert.equal(changed(tea, 'unlisted', 'mute', 'bob'), 'nobody', 'it has ended');
    tea.list(0, 'mute', 'address:bob');
    assert.equal(changed(tea, 'unlisted', 'mute', 'address:bob'), 'freed bob carol');
  });

  test('one of the whole server: everybody whom it silenced, and in a room those who may speak there then', async () => {
    const tea = await openTea();
    tea.come(4, 'bernd', school, '#else');
    tea.list(0, 'mute', 'b*', {}, null);
    tea.list(0, 'mute', 'bob');
    assert.equal(changed(tea, 'unlisted', 'mute', 'bob'), 'nobody', 'he may not speak anywhere');
    assert.equal(changed(tea, 'unlisted', 'mute', 'b*', null), 'freed bob bernd');
  });

  test('an exception: those whom it frees, and when it ends, those whom it kept', async () => {
    const tea = await openTea();
    tea.list(0, 'mute', '*');
    assert.equal(changed(tea, 'listed', 'exception', '*o*'), 'freed bob carol');
    assert.equal(changed(tea, 'listed', 'exception', 'bob'), 'nobody', 'he may speak already');
    assert.equal(changed(tea, 'unlisted', 'exception', '*o*'), 'silenced carol');
  });

  test('a ban of somebody who is removed: by name, unless the room is secret', async () => {
    const tea = await openTea();
    for (const secret of ['', 'yes']) {
      tea.order.ask(0, { kind: 'set', name: 'secret', value: secret }, '#tea');
      tea.join(2);
      tea.join(3);
      tea.list(0, 'ban', 'bob');
      tea.list(0, 'ban', 'c*');
      for (const user of ['bob', 'carol']) tea.kick(0, user);
      assert.equal(changed(tea, 'unlisted', 'ban', 'c*'), 'nobody');
      assert.equal(changed(tea, 'unlisted', 'ban', 'bob'), secret === '' ? 'freed bob' : 'nobody');
      tea.list(0, 'ban', 'bob');
      assert.equal(changed(tea, 'unlisted', 'ban', 'bob'), 'nobody', 'he was outside when it was listed');
    }
  });

  test('nobody who was never in the room: its owner could disturb people by that', async () => {
    const tea = await openTea();
    tea.come(4, 'dave', undefined, '#else');
    tea.list(1, 'ban', 'dave');
    assert.equal(changed(tea, 'listed', 'exception', 'dave'), 'nobody');
    assert.equal(changed(tea, 'unlisted', 'exception', 'dave'), 'nobody');
    assert.equal(changed(tea, 'unlisted', 'ban', 'dave'), 'nobody');
  });
});
