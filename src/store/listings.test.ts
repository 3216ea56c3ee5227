import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Listing } from '#chat/rights/moderation-lists.ts';
import { connect } from './connection.ts';
import { Listings } from './listings.ts';
import { migrations } from './migrations.ts';
import { prepare } from './statements.ts';

test('the rows of a room are read once, and are those of the database after each change', (t) => {
  const db = connect(':memory:', migrations);
  t.after(() => db.close());
  const on = prepare(db);
  let reads = 0;
  const all = (room: number): unknown => {
    reads++;
    return on.listings.all(room);
  };
  const listings = new Listings(Object.create(on, { listings: { value: { all } } }));
  // In UTF-16, the emoji would come before the last one.
  const keys = ['b*', 'a', 'user:4', 'address:00', '\u{1f600}', '\uffe0*', 'a*'];
  const check = (): void => assert.deepEqual(listings.of(7), new Listings(on).of(7));
  listings.of(7);
  for (const [nth, key] of [...keys, ...keys].entries())
    for (const list of ['mute', 'ban', 'invitation'] as const) {
      const row = {
        room: 7,
        list,
        key,
        shown: key,
        by: { id: 3, name: 'ann' },
        at: nth,
        until: 0,
        reason: '',
        seq: nth,
      };
      listings.add({ ...row, user: list === 'invitation' ? 4 : undefined } satisfies Listing);
      check();
    }
  for (const key of [...keys, 'none']) {
    listings.remove(7, 'ban', key);
    check();
  }
  assert.equal(listings.of(7).length, 2 * keys.length);
  assert.equal(reads, 1);
});
