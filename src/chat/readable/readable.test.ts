import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { isMember, readable } from './readable.ts';
import type { Setting } from '#chat/settings/room-state.ts';

/** One who joined at 10, in a room whose history was opened at this place. `shown`: up to there. */
function reading(shown: number, { left, opened }: { readonly left?: number; readonly opened?: number }) {
  const member = {
    room: 5,
    user: 1,
    role: 'member',
    joined: 10,
    read: 0,
    ...(left !== undefined && { left }),
  } as const;
  const history: Setting | undefined = opened === undefined ? undefined : { value: 'all', seq: opened };
  return { shown, store: { member: () => member, roomState: () => (history ? { history } : {}) } };
}

/** The first and the last place that may be read. */
function part(...args: Parameters<typeof reading>): readonly number[] {
  const found = readable(reading(...args), 5, 1);
  return found ? [found.after + 1, found.before - 1] : [];
}

describe('what a user may read of a room', () => {
  test('is what was said between joining and leaving', () => {
    assert.deepEqual(part(100, {}), [10, 100]);
    assert.deepEqual(part(100, { left: 20 }), [10, 20]);
    assert.deepEqual(part(15, { left: 20 }), [10, 15]);
  });

  test('is all of it for a member where the history is open, as of what was shown', () => {
    assert.deepEqual(part(100, { opened: 50 }), [1, 100]);
    assert.deepEqual(part(49, { opened: 50 }), [10, 49]);
  });

  test('is not more for a user who has left, where the history is open', () => {
    assert.deepEqual(part(100, { opened: 5, left: 20 }), [10, 20]);
    assert.deepEqual(part(100, { opened: 50, left: 20 }), [10, 20]);
  });
});

test('a user is a member from joining until leaving, as of what was shown', () => {
  const at = (shown: number): boolean => isMember(reading(shown, { left: 20 }), 5, 1);
  assert.deepEqual([9, 10, 19, 20].map(at), [false, true, true, false]);
});
