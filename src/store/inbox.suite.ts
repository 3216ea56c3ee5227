import { type Store, inboxOf } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Entry, UserRef } from '#chat/event.ts';
import type { Outcome } from '#chat/outcome.ts';
import type { StoreFixture } from './store-fixture.suite.ts';
import { everything, HandMadeOrder } from './hand-made-order.suite.ts';

/** An account's inbox contains the private messages of all its direct rooms. */
export function inboxSuite(make: () => Promise<StoreFixture>, keeps: boolean): void {
  const indexEvery = 5;
  let fixture: StoreFixture;
  let store: Store;
  let order: HandMadeOrder;
  let alice: UserRef;

  beforeEach(async () => {
    fixture = await make();
    store = await fixture.open(indexEvery);
    order = new HandMadeOrder();
    const { user, ...registered } = order.registered('alice', 'hash');
    order.batch(store, order.founded('epoch'), order.began('first'), registered);
    alice = user;
  });
  afterEach(() => fixture.clear());

  /** One message in a direct room; the first one creates the room. */
  function tell(from: UserRef, to: UserRef, room: number, inboxes: readonly number[]): Entry {
    const pair = [Math.min(from.id, to.id), Math.max(from.id, to.id)] as const;
    const told = order.message(from, { id: room, name: to.name }, `to ${to.name}`, pair);
    assert.ok(told.verdict.kind === 'entry');
    const outcome: Outcome = { ...told, verdict: { ...told.verdict, inboxes } };
    order.batch(store, outcome);
    return told.verdict.entry;
  }

  function guest(name: string, session: number): UserRef {
    const { user, ...came } = order.guest(name, session);
    order.batch(store, came);
    return user;
  }

  /** More entries than the index takes at a time, with two guests; some are only between the guests. */
  function talk(): readonly Entry[] {
    const [bob, carol] = [guest('bob', 2), guest('carol', 3)];
    const [withBob, withCarol] = [order.seq + 1, order.seq + 2];
    const said = [tell(bob, alice, withBob, [alice.id]), tell(alice, carol, withCarol, [alice.id])];
    const between = order.seq + 1;
    for (let n = 0; n < indexEvery; n++) {
      tell(bob, carol, between, []);
      said.push(tell(carol, alice, withCarol, [alice.id]), tell(alice, bob, withBob, [alice.id]));
    }
    return said;
  }

  test('an inbox contains the private messages from and to an account, in order', () => {
    const said = talk();
    const inbox = inboxOf(alice.id);
    assert.deepEqual(store.entries(inbox, everything), said);
    assert.deepEqual(store.merged([{ room: inbox, after: 0, before: Infinity }], 1000), said);
    const after = said[3]?.seq ?? 0;
    assert.deepEqual(store.merged([{ room: inbox, after, before: Infinity }], 2), said.slice(4, 6));
  });

  test('a guest has none', () => {
    const bob = guest('bob', 2);
    tell(bob, alice, order.seq + 1, [alice.id]);
    assert.deepEqual(store.entries(inboxOf(bob.id), everything), []);
  });

  test('an inbox is the same after a restart', { skip: !keeps && 'it keeps nothing' }, async () => {
    const said = talk();
    await store.close();
    store = await fixture.open(indexEvery);
    assert.deepEqual(store.entries(inboxOf(alice.id), everything), said);
  });
}
