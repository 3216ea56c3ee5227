import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { StoreFixture } from './store-fixture.suite.ts';
import { everything, newRoom, HandMadeOrder } from './hand-made-order.suite.ts';

export function batchesSuite(make: () => Promise<StoreFixture>): void {
  let fixture: StoreFixture;
  let store: Store;
  let order: HandMadeOrder;

  beforeEach(async () => {
    fixture = await make();
    store = await fixture.open(8);
    order = new HandMadeOrder();
    order.batch(store, order.founded('epoch'), order.began('first'));
  });
  afterEach(() => fixture.clear());

  test('a batch that is rolled back leaves nothing', () => {
    const room = newRoom(order, '#a');
    const { user, ...came } = order.guest('alice', 1, room);
    order.batch(store, came, order.message(user, room, 'stays'));
    order.batch(store, order.accepted(user, { kind: 'topic', text: 'stays' }, { room }));
    const all = (): unknown[] => [
      store.place(),
      store.runs(),
      store.present(),
      store.entries(room.id, everything),
      store.roomState(room.id),
    ];
    const before = all();
    store.begin();
    for (let n = 0; n < 20; n++) store.write(order.message(user, room, 'goes'));
    store.write(order.read(user.id, room.id, order.seq));
    store.write(order.accepted(user, { kind: 'topic', text: 'goes' }, { room }));
    assert.equal(store.roomState(room.id).topic?.value, 'goes');
    store.write(order.accepted(user, { kind: 'went', guest: true }));
    store.write(order.began('second', 'n', [user]));
    store.rollback();
    assert.deepEqual(all(), before);
    assert.equal(store.member(room.id, user.id)?.read, came.seq);
    store.rollback();
  });

  test('an exception in the middle of a batch rolls it back', () => {
    const room = newRoom(order, '#a');
    const { user, ...came } = order.guest('alice', 1, room);
    order.batch(store, came);
    store.begin();
    const message = order.message(user, room, 'once');
    store.write(message);
    assert.throws(() => store.write(message), /UNIQUE/);
    assert.deepEqual(store.entries(room.id, everything), []);
    store.rollback();
  });

  test('a cursor is the furthest of a batch, never goes back, and is seen within the batch', () => {
    const room = newRoom(order, '#a');
    const { user, ...came } = order.guest('alice', 1, room);
    order.batch(store, came);
    for (let n = 0; n < 10; n++) order.batch(store, order.message(user, room, 'text'));
    const read = (): number | undefined => store.member(room.id, user.id)?.read;
    const [low, high] = [came.seq + 2, came.seq + 5];
    order.batch(store, order.read(user.id, room.id, high), order.read(user.id, room.id, low));
    assert.equal(read(), high);
    order.batch(store, order.read(user.id, room.id, low));
    assert.equal(read(), high);
    store.begin();
    store.write(order.read(user.id, room.id, high + 1));
    assert.equal(read(), high + 1);
    store.rollback();
    assert.equal(read(), high);
  });

  test('a cursor of somebody who never was a member makes no membership', () => {
    order.batch(store, order.read(55, 66, 1));
    assert.equal(store.member(66, 55), undefined);
  });

  test('refusals and repetitions write nothing but the place', () => {
    order.batch(store, order.other({ kind: 'refusal', code: 'no-room' }), order.other({ kind: 'repeated' }));
    assert.deepEqual(store.place(), order.place());
    assert.deepEqual(store.present(), []);
  });
}
