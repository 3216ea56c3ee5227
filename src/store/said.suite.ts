import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Entry, RoomRef, UserRef } from '#chat/event.ts';
import type { Said, SaidRange } from '#chat/readable/said-by-others.ts';
import type { StoreFixture } from './store-fixture.suite.ts';
import { HandMadeOrder } from './hand-made-order.suite.ts';

const users: readonly UserRef[] = ['alice', 'bob', 'carol', 'dave'].map((name, nth) => ({ id: 11 + nth, name }));
const rooms: readonly RoomRef[] = [101, 102, 103].map((id) => ({ id, name: `#${id}` }));

/** The expected count, computed from all entries. */
function expected(entries: readonly Entry[], range: SaidRange): Said {
  const said = entries.filter(
    ({ seq, room, event }) => room?.id === range.room && event.kind === 'message' && seq < range.before,
  );
  const own = said.findLast(({ from }) => from.id === range.user)?.seq ?? 0;
  const others = said.filter(({ seq, from }) => seq > Math.max(range.after, own) && from.id !== range.user);
  const counted = others.filter(({ from }) => range.ignored?.has(from.id) !== true);
  return { count: Math.min(counted.length, range.most), own, last: said.at(-1)?.seq ?? 0 };
}

const speech = fc.record({
  user: fc.nat(users.length - 1),
  room: fc.nat(rooms.length - 1),
  topic: fc.boolean(),
  count: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 100, max: 300 })),
});
const speeches = fc.array(speech, { minLength: 1, maxLength: 8 });
const part = fc.double({ min: 0, max: 1, noNaN: true });

export function saidSuite(make: () => Promise<StoreFixture>): void {
  test('messages of others are counted back to the own last message, in the tail and in the index', async () => {
    const property = fc.asyncProperty(speeches, fc.integer({ min: 1, max: 700 }), async (said, indexEvery) => {
      const fixture = await make();
      const store = await fixture.open(indexEvery);
      const order = new HandMadeOrder();
      order.batch(store, order.founded('epoch'), order.began('first'));
      for (const { user, room, topic, count } of said) {
        const [from, at] = [users[user], rooms[room]];
        if (!from || !at) continue;
        const more = Array.from({ length: count }, (_, n) => order.message(from, at, `${n}`));
        order.batch(
          store,
          ...more,
          ...(topic ? [order.accepted(from, { kind: 'topic', text: 'tea' }, { room: at })] : []),
        );
      }
      fc.assert(
        fc.property(
          fc.constantFrom(...users),
          fc.constantFrom(...rooms),
          part,
          part,
          fc.boolean(),
          (user, room, ...more) => {
            const [from, to, ignores] = more;
            const range = {
              room: room.id,
              user: user.id,
              after: Math.floor(from * order.seq),
              before: order.seq + 1 - Math.floor(to ** 4 * order.seq),
              most: 100,
              ignored: ignores ? new Set([11, 12]) : undefined,
            };
            const found = store.said(range);
            const { count, own, last } = expected(order.entries, range);
            assert.deepEqual({ count: found.count, last: found.last }, { count, last });
            // The user's own message before the cursor changes nothing, and need not be found.
            if (own > range.after) assert.equal(found.own, own);
            else assert.ok(found.own <= range.after);
          },
        ),
        { numRuns: 20 },
      );
      await fixture.clear();
    });
    await fc.assert(property, { numRuns: 25 });
  });

  test('a message of the user that is not shown yet reads nothing, however full the rows of the index are', async () => {
    const fixture = await make();
    const store = await fixture.open(1);
    const order = new HandMadeOrder();
    order.batch(store, order.founded('epoch'), order.began('first'));
    const [alice, bob] = users;
    const [room] = rooms;
    assert.ok(alice && bob && room);
    const say = (from: UserRef, count: number): number => {
      order.batch(store, ...Array.from({ length: count }, (_, n) => order.message(from, room, `${n}`)));
      return order.seq;
    };
    const first = say(alice, 1);
    say(bob, 1000);
    const next = say(alice, 1);
    say(bob, 1000);
    const range = { room: room.id, user: alice.id, after: 0, before: next, ignored: undefined };
    assert.deepEqual(store.said({ ...range, most: 1 }), { count: 1, own: first, last: next - 1 });
    assert.equal(store.said({ ...range, most: 2000 }).count, 1000);
    assert.equal(store.said({ ...range, most: 2000, before: next + 1 }).count, 0);
    await fixture.clear();
  });

  test('the direct rooms of an account, the most recent first', async () => {
    const fixture = await make();
    const store = await fixture.open(3);
    const order = new HandMadeOrder();
    order.batch(store, order.founded('epoch'), order.began('first'));
    const [alice, bob, carol] = [
      order.registered('alice', 'hash'),
      order.registered('bob', 'hash'),
      order.registered('carol', 'hash'),
    ];
    order.batch(store, alice, bob, carol);
    const tell = (from: UserRef, to: UserRef, room = order.seq + 1): number => {
      const pair = from.id < to.id ? ([from.id, to.id] as const) : ([to.id, from.id] as const);
      const outcome = order.message(from, { id: room, name: to.name }, 'hello', pair);
      if (outcome.verdict.kind !== 'entry') throw new Error('not an entry');
      order.batch(store, { ...outcome, verdict: { ...outcome.verdict, inboxes: pair } });
      return room;
    };
    const withBob = tell(alice.user, bob.user);
    const withCarol = tell(carol.user, alice.user);
    assert.deepEqual(store.recentRooms(alice.user.id, Infinity, 9), [withCarol, withBob]);
    const behind = order.seq + 1;
    tell(bob.user, alice.user, withBob);
    assert.deepEqual(store.recentRooms(alice.user.id, Infinity, 9), [withBob, withCarol]);
    assert.deepEqual(store.recentRooms(alice.user.id, behind, 9), [withCarol, withBob]);
    assert.deepEqual(store.recentRooms(alice.user.id, Infinity, 1), [withBob]);
    assert.deepEqual(store.recentRooms(bob.user.id, Infinity, 9), [withBob]);
    await fixture.clear();
  });
}
