import type { Range, Readable, Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import type { Entry, RoomRef, UserRef } from '#chat/event.ts';
import type { StoreFixture } from './store-fixture.suite.ts';
import { everything, HandMadeOrder } from './hand-made-order.suite.ts';

const user: UserRef = { id: 3, name: 'alice' };
const rooms: readonly RoomRef[] = [101, 102, 103, 104].map((id) => ({ id, name: `#${id}` }));
const room: RoomRef = { id: 101, name: '#101' };

/** The expected result, computed from all entries. */
function expected(entries: readonly Entry[], id: number, { after, before, limit, first }: Range): readonly Entry[] {
  const all = entries.filter((entry) => entry.room?.id === id && entry.seq > after && entry.seq < before);
  return first ? all.slice(0, limit) : limit === 0 ? [] : all.slice(-limit);
}

function expectedMerged(entries: readonly Entry[], readable: readonly Readable[], limit: number): readonly Entry[] {
  const here = (entry: Entry, each: Readable): boolean =>
    entry.room?.id === each.room && entry.seq > each.after && entry.seq < each.before;
  return entries.filter((entry) => readable.some((each) => here(entry, each))).slice(0, limit);
}

function say(order: HandMadeOrder, store: Store, count: number, batch: number): void {
  for (let said = 0; said < count; said += batch) {
    const messages = Array.from({ length: batch }, (_, n) => {
      const at = rooms[(said + n * n) % rooms.length] ?? room;
      return order.message(user, at, `text ${said + n}`);
    });
    order.batch(store, ...messages);
  }
}

export function rangesSuite(make: () => Promise<StoreFixture>): void {
  let fixture: StoreFixture;
  beforeEach(async () => {
    fixture = await make();
  });
  afterEach(() => fixture.clear());

  test('one entry, and all entries after a place, of any room', async () => {
    const store = await fixture.open(4);
    const order = new HandMadeOrder();
    order.batch(store, order.founded('epoch'), order.began('first'));
    say(order, store, 30, 7);
    const all = order.entries;
    for (const entry of all) assert.deepEqual(store.entry(entry.seq), entry);
    assert.equal(store.entry(order.seq + 1), undefined);
    assert.deepEqual(store.log(0, 1000), all);
    assert.deepEqual(store.log(all[4]?.seq ?? 0, 3), all.slice(5, 8));
    const messages = all.filter(({ event }) => event.kind === 'message');
    assert.ok(messages.length < all.length);
    assert.deepEqual(store.textChanges(0, order.seq, 1000), messages);
    const [second, fourth] = [messages[1]?.seq ?? 0, messages[3]?.seq ?? 0];
    assert.deepEqual(store.textChanges(second, fourth, 1000), messages.slice(2, 4));
    assert.deepEqual(store.textChanges(second, order.seq, 3), messages.slice(2, 5));
  });

  test('entries are handed out as they were written, every kind of them', async () => {
    const store = await fixture.open(4);
    const order = new HandMadeOrder();
    order.batch(
      store,
      order.founded('epoch'),
      order.began('first', 'n', [
        { id: 7, name: 'ann' },
        { id: 8, name: 'bea' },
      ]),
    );
    order.batch(store, order.accepted(user, { kind: 'joined' }, { room }));
    for (const text of ['', 'ascii', 'ünï ☃ 🎈', 'nul\0and\u0004', ' \r\n', 'x'.repeat(16_384)]) {
      order.batch(store, order.message(user, room, text));
    }
    order.via = 3;
    for (const account of [true, false]) order.batch(store, order.message({ ...user, account }, room, 'by a dialect'));
    order.batch(store, order.accepted(user, { kind: 'renamed', before: 'al' }, { room }));
    order.batch(store, order.accepted(user, { kind: 'left' }, { room }));
    assert.deepEqual(store.entries(room.id, everything), order.entries.slice(2));
  });

  test('text changes are all messages, edits and removals, and nothing else', async () => {
    const store = await fixture.open(4);
    const order = new HandMadeOrder();
    order.batch(store, order.founded('epoch'), order.began('first'));
    order.batch(store, order.accepted(user, { kind: 'joined' }, { room }));
    const message = { kind: 'message', text: 'text' } as const;
    for (const more of [{}, { style: 'action' }, { replyTo: 5 }, { said: 1 }] as const)
      order.batch(store, order.accepted(user, { ...message, ...more }, { room }));
    const target = order.seq;
    order.batch(store, order.accepted(user, { kind: 'edited', target, text: 'changed' }, { room }));
    order.batch(store, order.accepted(user, { kind: 'reacted', target, emoji: '👍', on: true, of: user }, { room }));
    order.batch(store, order.accepted(user, { kind: 'redacted', target, of: user }, { room }));
    order.batch(store, order.accepted(user, { kind: 'left' }, { room }));
    const kinds = store.textChanges(0, order.seq, 100).map(({ event }) => event.kind);
    assert.deepEqual(kinds, ['message', 'message', 'message', 'message', 'edited', 'redacted']);
  });

  test('ranges go over the border between the index and the tail', async () => {
    const store = await fixture.open();
    const order = new HandMadeOrder();
    say(order, store, 5000, 50);
    for (const first of [true, false]) {
      for (const after of [0, 1000, 4090, 4100, 5000]) {
        for (const before of [1, 4000, 4097, 4110, 5001, Number.POSITIVE_INFINITY]) {
          for (const limit of [0, 1, 50, 10_000]) {
            const range = { after, before, limit, first };
            assert.deepEqual(store.entries(room.id, range), expected(order.entries, room.id, range));
          }
        }
      }
    }
  });

  for (const { indexEvery, count, batch } of [
    { indexEvery: 7, count: 60, batch: 1 },
    // Enough to continue existing runs, and to fill several for each room.
    { indexEvery: 300, count: 4000, batch: 40 },
  ]) {
    test(`ranges equal a filter over all entries, with ${indexEvery} of ${count} written to the index at a time`, async () => {
      const order = new HandMadeOrder();
      const store = await fixture.open(indexEvery);
      say(order, store, count, batch);
      const seq = fc.oneof(fc.integer({ min: 0, max: count + 10 }), fc.constant(Infinity));
      const limit = fc.integer({ min: 0, max: count / 2 });
      const range = fc.record({ after: seq, before: seq, limit, first: fc.boolean() });
      fc.assert(
        fc.property(range, fc.constantFrom(...rooms, { id: 999 }), (asked, { id }) => {
          assert.deepEqual(store.entries(id, asked), expected(order.entries, id, asked));
        }),
      );
    });
  }

  test('a count is the number of entries in the range, for any range', async () => {
    const order = new HandMadeOrder();
    const store = await fixture.open(7);
    say(order, store, 60, 1);
    const seq = fc.integer({ min: 0, max: 70 });
    const range = fc.record({ after: seq, before: seq, limit: fc.integer({ min: 0, max: 30 }) });
    fc.assert(
      fc.property(range, fc.constantFrom(...rooms), (asked, { id }) => {
        const found = expected(order.entries, id, { ...asked, first: true });
        assert.deepEqual(store.count(id, asked), { entries: found.length, upto: found.at(-1)?.seq ?? 0 });
      }),
    );
  });

  test('merged gives the first of several rooms together, each as far as it may be read, and each entry once', async () => {
    const order = new HandMadeOrder();
    const store = await fixture.open(7);
    say(order, store, 60, 1);
    const seq = fc.integer({ min: 0, max: 70 });
    const readable = fc.record({ room: fc.constantFrom(101, 102, 103, 104, 999), after: seq, before: seq });
    const asked = fc.array(readable);
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 30 }), (each, limit) => {
        assert.deepEqual(store.merged(each, limit), expectedMerged(order.entries, each, limit));
      }),
    );
  });

  test('reads during a batch see its own entries', async () => {
    const store = await fixture.open();
    const order = new HandMadeOrder();
    store.begin();
    store.write(order.message(user, room, 'now'));
    assert.deepEqual(store.entries(room.id, everything), order.entries);
    store.commit(order.place(), []);
  });
}
