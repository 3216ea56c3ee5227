import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { server } from '#chat/order/verdict.ts';
import type { Effect } from '#chat/effect.ts';
import type { RoomRef, UserRef } from '#chat/event.ts';
import type { Listing, ListName } from '#chat/rights/moderation-lists.ts';
import type { Outcome } from '#chat/outcome.ts';
import type { StoreFixture } from './store-fixture.suite.ts';
import { everything, newRoom, HandMadeOrder } from './hand-made-order.suite.ts';

/** The answers of all look-ups of a store, for the ids 1 to 40 of rooms and users. */
function allOf(store: Store): unknown {
  const ids = Array.from({ length: 40 }, (_, id) => id);
  const pairs = ids.flatMap((one) => ids.map((other): [number, number] => [one, other]));
  return {
    place: store.place(),
    runs: store.runs(),
    present: store.present(),
    entries: ids.map((id) => store.entries(id, everything)),
    merged: store.merged(
      ids.map((room) => ({ room, after: 0, before: 1_000_000 })),
      1_000_000,
    ),
    accounts: ids.map((id) => store.account(id)),
    rooms: ids.map((id) => store.room(id)),
    settings: store.chatSettings(),
    operators: store.serverOwnersAndOperators(),
    audit: [store.audit(everything), store.audit({ ...everything, limit: 3, first: false })],
    tokens: [
      store.tokens(0, 40),
      ids.map((id) => [store.tokenOfId(id), store.countTokens(id), store.tokensOf(id, [id], 0, 40)]),
    ],
    grants: ids.map((id) => [store.grants(id), store.webhooks(id)]),
    states: ids.map((id) => store.roomState(id)),
    listings: ids.map((id) => [store.listings(id), store.invitations(id)]),
    memberships: ids.map((id) => store.memberships(id)),
    members: pairs.map(([room, user]) => store.member(room, user)),
    directs: pairs.map(([low, high]) => store.direct(low, high)),
  };
}

export function restartSuite(make: () => Promise<StoreFixture>): void {
  let fixture: StoreFixture;
  let order: HandMadeOrder;
  beforeEach(async () => {
    fixture = await make();
    order = new HandMadeOrder();
  });
  afterEach(() => fixture.clear());

  const again = async (store: Store, indexEvery?: number): Promise<Store> => {
    await store.close();
    return fixture.open(indexEvery);
  };

  function scene(store: Store): { alice: UserRef; room: RoomRef } {
    order.batch(store, order.founded('epoch'), order.began('first'));
    const room = newRoom(order, '#a');
    const { user: alice, ...came } = order.guest('alice', 1, room);
    const { user: bob, ...registered } = order.registered('bob', 'hash');
    order.batch(store, came, registered);
    order.batch(
      store,
      order.accepted(bob, { kind: 'came', guest: false, joined: false, memberships: [] }, { session: 2 }),
    );
    order.batch(store, order.message(bob, { id: order.seq + 1, name: 'alice' }, 'psst', [alice.id, bob.id]));
    order.batch(store, order.accepted(alice, { kind: 'topic', text: 'tea' }, { room }));
    for (const [name, value] of [
      ['guests', 'no'],
      ['guests', ''],
      ['edit-window', '60'],
    ] as const) {
      order.batch(store, order.accepted(server, { kind: 'setting', name, value, before: '' }));
    }
    order.batch(store, order.accepted(server, { kind: 'serverRole', user: bob, role: 'operator', before: 'none' }));
    const code = { kind: 'tokenMade', purpose: 'invite-server', uses: 3 } as const;
    order.batch(store, order.accepted(server, code), order.accepted(bob, { ...code, until: 9, to: room }));
    order.batch(store, order.accepted(bob, code));
    order.batch(store, order.accepted(server, { kind: 'tokenRevoked', token: order.seq, purpose: 'invite-server' }));
    const bot = { kind: 'tokenMade', purpose: 'bot', uses: 1, account: bob, label: 'b', scopes: ['read'] } as const;
    order.batch(store, order.accepted(server, bot), order.accepted(server, { ...bot, purpose: 'webhook', to: room }));
    const listing = (list: ListName, key: string, more: Partial<Listing> = {}): Effect => ({
      kind: 'listed',
      row: {
        room: room.id,
        list,
        key,
        user: undefined,
        shown: key,
        by: bob,
        at: 7,
        until: 0,
        reason: '',
        seq: 9,
        ...more,
      },
    });
    const effects = [listing('ban', 'x*'), listing('ban', 'y', { room: 0, until: 9 }), listing('mute', 'gone')];
    order.batch(store, order.other({ kind: 'applied', effects }));
    const later = [
      listing('ban', 'x*', { reason: 'noise' }),
      listing('invitation', 'user:4', { user: bob.id }),
      { kind: 'unlisted', room: room.id, list: 'mute', key: 'gone' } as const,
    ];
    order.batch(store, order.other({ kind: 'applied', effects: later }));
    return { alice, room };
  }

  for (const indexEvery of [1, 5, 4096]) {
    test(`all reads are equal after it, with an index written every ${indexEvery}`, async () => {
      const store = await fixture.open(indexEvery);
      const { alice, room } = scene(store);
      for (let n = 0; n < 23; n++) order.batch(store, order.message(alice, room, `text ${n}`));
      order.batch(store, order.read(alice.id, room.id, order.seq));
      const before = allOf(store);
      assert.deepEqual(store.serverOwnersAndOperators(), [{ user: 4, role: 'operator' }]);
      assert.equal(store.audit(everything).length, 10);
      assert.equal(store.tokens(0, 40).length, 2);
      const ofBob = store.tokens(0, 40).filter((token) => token.by === 4 || token.room === room.id);
      assert.deepEqual(store.tokensOf(4, [room.id], 0, 40), ofBob);
      assert.deepEqual(
        [...store.grants(4), ...store.webhooks(room.id)].map(({ purpose }) => purpose),
        ['bot', 'webhook'],
      );
      assert.deepEqual(
        [room.id, 0].flatMap((id) => store.listings(id).map(({ key, reason }) => `${key} ${reason}`)),
        ['x* noise', 'user:4 ', 'y '],
      );
      assert.deepEqual(store.chatSettings(), { 'edit-window': '60' });
      const later = await again(store, indexEvery);
      assert.deepEqual(allOf(later), before);
      assert.deepEqual(later.place(), order.place());
      assert.deepEqual(later.runs(), [order.run()]);
    });
  }

  test('place and runs are kept when all drafts of a batch were refused', async () => {
    const store = await fixture.open();
    scene(store);
    const refusal = { kind: 'refusal', code: 'no-room' } as const;
    order.batch(store, order.other(refusal), order.other(refusal));
    const later = await again(store);
    assert.deepEqual(later.place(), order.place());
    assert.deepEqual(later.runs(), [order.run()]);
  });

  test('place and runs are right after any mixture of entries, refusals and drafts out of turn', async () => {
    let store = await fixture.open(6);
    const { alice, room } = scene(store);
    const refused = (): Outcome => order.other({ kind: 'refusal', code: 'no-room' });
    const said = (): Outcome => order.message(alice, room, 'text');
    for (const batch of [[said()], [said(), refused()], [refused(), said()], [refused()], [said(), said()]]) {
      order.batch(store, ...batch);
      store = await again(store, 6);
    }
    for (const beyond of [[900], [900, 901], [], []]) {
      store.begin();
      store.write(said());
      const moved = { ...order.run(), beyond };
      store.commit(order.place(), [moved]);
      store = await again(store, 6);
      assert.deepEqual(store.place(), order.place());
      assert.deepEqual(store.runs(), [moved]);
    }
  });

  test('the place of a run is right although the row of another run was written later', async () => {
    const store = await fixture.open();
    const { alice, room } = scene(store);
    const first = order.run();
    store.begin();
    const said = order.message(alice, room, 'first run');
    store.write(said);
    store.commit(order.place(), [{ ...first, upto: first.upto + 1 }]);
    order.batch(store, order.began('other', 'm'));
    order.batch(store, order.other({ kind: 'refusal', code: 'no-room' }));
    const later = await again(store);
    assert.deepEqual(later.runs(), [{ ...first, upto: first.upto + 1 }, order.run()]);
  });

  test('present users are still present after a restart, until the node’s next run ends that', async () => {
    const store = await fixture.open();
    const { alice } = scene(store);
    const later = await again(store);
    assert.deepEqual(
      later.present().map(({ user, guest }) => [user.name, guest]),
      [
        ['alice', true],
        ['bob', false],
      ],
    );
    order.batch(later, order.began('second', 'n', [alice]));
    const last = await again(later);
    assert.deepEqual(last.present(), []);
    assert.deepEqual(last.runs(), [order.run()]);
  });
}
