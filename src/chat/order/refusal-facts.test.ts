import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import { openTea, type Tea } from './moderation.suite.ts';

const minute = 60_000;

const ask = ({ order }: Tea, session: number, event: Asked, room: string | undefined, at: number): Verdict =>
  order.ask(session, event, room, { at });

/** Bob, in session 2. */
const says = (tea: Tea, at: number): Verdict => ask(tea, 2, { kind: 'message', text: 'hi' }, '#tea', at);

describe('a refusal carries what its asker may be told', () => {
  test('a mute and a ban: the room, the end, and the reason', async () => {
    const tea = await openTea();
    tea.list(1, 'mute', 'bob', { until: 9 * minute, reason: 'spam' });
    const muted = { kind: 'refusal', code: 'muted', room: '#tea', until: 9 * minute, at: 2000, reason: 'spam' };
    assert.deepEqual(says(tea, 2000), muted);
    assert.deepEqual(ask(tea, 2, { kind: 'topic', text: 'x' }, '#tea', 2000), muted);
    assert.deepEqual(ask(tea, 2, { kind: 'renamed', name: 'rob' }, undefined, 2000), {
      ...muted,
      code: 'rename-banned',
    });
    tea.list(1, 'ban', 'b*', { reason: 'again' });
    const banned = { kind: 'refusal', code: 'banned', room: '#tea', reason: 'again' };
    assert.deepEqual(says(tea, 2000), banned, 'a ban counts before a mute; this one has no end');
    tea.kick(1, 'bob');
    assert.deepEqual(ask(tea, 2, { kind: 'joined' }, '#tea', 2000), banned);
  });

  test('of several rows, the one that counts longest', async () => {
    const tea = await openTea();
    tea.list(1, 'mute', 'b*', { until: 9 * minute, reason: 'short' });
    tea.list(1, 'mute', '*b', { until: 99 * minute, reason: 'long' });
    const verdict = says(tea, 2000);
    assert.ok(verdict.kind === 'refusal');
    assert.deepEqual([verdict.until, verdict.reason], [99 * minute, 'long']);
  });

  test('a ban of the server, at the login and for the sessions it ends', async () => {
    const tea = await openTea();
    const listed: Asked = { kind: 'listed', list: 'ban', mask: 'bob', until: 9 * minute, reason: 'noise' };
    const verdict = ask(tea, 0, listed, undefined, 2000);
    assert.ok(verdict.kind === 'entry');
    assert.deepEqual(
      verdict.effects?.find(({ kind }) => kind === 'sessionsEnded'),
      { kind: 'sessionsEnded', user: 4, why: 'banned', until: 9 * minute, at: 2000, reason: 'noise' },
    );
    tea.go(2);
    assert.deepEqual(ask(tea, 5, { kind: 'came', as: { guest: 'bob' } }, '#tea', 3000), {
      kind: 'refusal',
      code: 'name-banned',
      until: 9 * minute,
      at: 3000,
      reason: 'noise',
    });
  });

  test('slow mode: when the next message may be sent; and an edit window: when it ended', async () => {
    const tea = await openTea();
    ask(tea, 1, { kind: 'set', name: 'slow', value: '30' }, '#tea', 1000);
    const said = says(tea, 5000);
    assert.deepEqual(says(tea, 6000), { kind: 'refusal', code: 'slow-mode', until: 35_000, at: 6000 });
    assert.ok(said.kind === 'entry');
    const edit: Asked = { kind: 'edited', target: said.entry.seq, text: 'ho' };
    const [end, at] = [5000 + 900_000, 5000 + 900_001];
    assert.deepEqual(ask(tea, 2, edit, undefined, at), { kind: 'refusal', code: 'too-late', until: end, at });
    tea.order.set('edit-window', '0');
    assert.deepEqual(ask(tea, 2, edit, undefined, 6000), { kind: 'refusal', code: 'too-late' });
  });

  test('an invitation: when it ended; and nothing of it where the room is secret', async () => {
    const tea = await openTea();
    tea.come(4, 'dan', undefined, '#lobby');
    const join = (at: number): Verdict => ask(tea, 4, { kind: 'joined' }, '#tea', at);
    ask(tea, 1, { kind: 'set', name: 'invite-only', value: 'yes' }, '#tea', 1000);
    assert.deepEqual(join(1500), { kind: 'refusal', code: 'invite-only' });
    ask(tea, 1, { kind: 'invited', user: 'dan', until: 2000 }, '#tea', 1000);
    assert.deepEqual(join(2500), { kind: 'refusal', code: 'invite-only', until: 2000, at: 2500 });
    ask(tea, 1, { kind: 'set', name: 'secret', value: 'yes' }, '#tea', 1000);
    assert.deepEqual(join(2500), { kind: 'refusal', code: 'no-room' });
  });

  test('a code: when it ended, for those who have it', async () => {
    const tea = await openTea();
    tea.come(4, 'dan', undefined, '#lobby');
    const made = { kind: 'tokenMade', purpose: 'invite-room', uses: 1, until: 2000 } as const;
    const [code, other] = ['1'.repeat(64), '2'.repeat(64)];
    ask(tea, 1, { kind: 'set', name: 'invite-only', value: 'yes' }, '#tea', 1000);
    ask(tea, 0, { ...made, hash: code }, '#tea', 1000);
    const join = (hash: string): Verdict => ask(tea, 4, { kind: 'joined', code: hash }, '#tea', 2500);
    assert.deepEqual(join(code), { kind: 'refusal', code: 'token-invalid', until: 2000, at: 2500 });
    assert.deepEqual(join(other), { kind: 'refusal', code: 'token-invalid' });
  });
});
