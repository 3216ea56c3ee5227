import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Entry } from '#chat/event.ts';
import { MissedRanges } from './missed-ranges.ts';

const bob = { id: 2, name: 'bob', account: false } as const;
const entryAt = (seq: number): Entry => ({
  seq,
  id: String(seq),
  at: 0,
  from: bob,
  event: { kind: 'message', text: '' },
});

describe('what a session that is behind has missed', () => {
  test('is kept in 512 ranges: where there are more, its place is lost', () => {
    const behind = new MissedRanges(1, 10);
    for (let nth = 0; nth < 512; nth++) behind.hear(100 + nth, 10);
    assert.equal(behind.lost, false);
    behind.hear(99, 10);
    assert.equal(behind.lost, true);
    assert.equal(behind.readable(20).length, 512);
  });

  test('drops each range that was read to its end', () => {
    const behind = new MissedRanges(1, 10);
    for (let nth = 0; nth < 2000; nth++) {
      behind.hear(100, 10 + nth);
      behind.mute(100, 11 + nth);
      behind.reached = 11 + nth;
    }
    assert.equal(behind.lost, false);
    assert.deepEqual(behind.readable(5000), []);
  });

  test('is told apart from any room 64 times, the last ones', () => {
    const behind = new MissedRanges(1, 0);
    for (let seq = 1; seq <= 70; seq++) behind.tell(entryAt(seq));
    assert.deepEqual(
      behind.apart(100).map(({ seq }) => seq),
      Array.from({ length: 64 }, (_, nth) => 7 + nth),
    );
    assert.equal(behind.apart(8).length, 2);
  });
});
