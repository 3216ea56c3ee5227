import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { UserRef } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { StoreFixture } from './store-fixture.suite.ts';
import { sessionMoved } from './hand-made-effects.suite.ts';
import { everything, newRoom, HandMadeOrder } from './hand-made-order.suite.ts';

const role = 'member';

export function lookupsSuite(make: () => Promise<StoreFixture>): void {
  let fixture: StoreFixture;
  let store: Store;
  let order: HandMadeOrder;

  beforeEach(async () => {
    fixture = await make();
    store = await fixture.open();
    order = new HandMadeOrder();
    order.batch(store, order.founded('epoch'), order.began('first'));
  });
  afterEach(() => fixture.clear());

  const come = (name: string, session: number): UserRef => {
    const came = order.guest(name, session);
    order.batch(store, came);
    return came.user;
  };

  test('an account is found by id and by folded name, with its secret', () => {
    const { user, ...outcome } = order.registered('Straße', 'hash');
    order.batch(store, outcome);
    const row = { id: user.id, name: 'Straße', version: 1, secret: 'hash', at: order.at, delivered: user.id };
    assert.deepEqual(store.account(user.id), row);
    assert.deepEqual(store.accountNamed('strasse'), row);
    assert.equal(store.accountNamed('Straße'), undefined);
    assert.equal(store.account(999), undefined);
  });

  test('a secret is in no entry', () => {
    order.batch(store, order.registered('alice', 'the-secret'));
    const room = newRoom(order, '#lobby');
    order.batch(store, order.guest('bob', 1, room));
    assert.ok(!JSON.stringify(store.entries(room.id, everything)).includes('the-secret'));
  });

  test('a user who enters a new channel creates it and becomes a member', () => {
    const room = newRoom(order, '#Lobby');
    const { user, ...came } = order.guest('alice', 7, room);
    order.batch(store, came);
    assert.deepEqual(store.channel('#lobby'), { id: room.id, name: '#Lobby' });
    assert.deepEqual(store.room(room.id), { id: room.id, name: '#Lobby' });
    const joined = { room: room.id, user: user.id, role: 'member', joined: came.seq, read: came.seq };
    assert.deepEqual(store.member(room.id, user.id), joined);
    assert.deepEqual(store.memberships(user.id), [{ ...room, role }]);
    assert.deepEqual(store.present(), [{ run: 'first', session: 7, user, guest: true }]);
  });

  test('memberships of a room come by user, page by page, past ones too', () => {
    const room = newRoom(order, '#a');
    const users: UserRef[] = [];
    for (const name of ['alice', 'bob', 'carol']) {
      const { user, ...came } = order.guest(name, users.length + 1, users.length === 0 ? room : undefined);
      order.batch(store, came);
      if (users.length > 0) order.batch(store, order.accepted(user, { kind: 'joined' }, { room }));
      users.push(user);
    }
    const left = order.accepted(users[1] ?? users[0] ?? room, { kind: 'left' }, { room });
    order.batch(store, left);
    const page = (after: number, limit: number): unknown =>
      store.members(room.id, after, limit).map((member) => [member.user, member.left]);
    const [alice, bob, carol] = users.map(({ id }) => id);
    assert.deepEqual(page(0, 2), [
      [alice, undefined],
      [bob, left.seq],
    ]);
    assert.deepEqual(page(bob ?? 0, 2), [[carol, undefined]]);
  });

  test('channels come by their folded names, page by page, without direct rooms', () => {
    const { user: alice, ...came } = order.guest('alice', 1, newRoom(order, '#Lobby'));
    order.batch(store, came);
    for (const name of ['#b', '#A']) {
      order.batch(store, order.accepted(alice, { kind: 'joined' }, { room: newRoom(order, name) }));
    }
    const { user: bob, ...bobCame } = order.guest('bob', 2);
    order.batch(store, bobCame);
    order.batch(store, order.message(bob, { id: order.seq + 1, name: 'alice' }, 'psst', [alice.id, bob.id]));
    const names = (after: string, limit: number): unknown => store.channels(after, limit).map(({ name }) => name);
    assert.deepEqual(names('', 10), ['#A', '#b', '#Lobby']);
    assert.deepEqual(names('#a', 1), ['#b']);
    assert.deepEqual(names('#lobby', 1), []);
    const rooms = store.rooms(0, 10);
    assert.deepEqual(
      rooms.map(({ name, pair }) => pair ?? name),
      ['#Lobby', '#b', '#A', [alice.id, bob.id]],
    );
    assert.deepEqual(store.rooms(rooms[1]?.id ?? 0, 1), rooms.slice(2, 3));
  });

  test('joined makes a channel, left ends a membership, joining again begins a new one', () => {
    const alice = come('alice', 1);
    const room = newRoom(order, '#a');
    const second = { id: room.id + 1, name: '#b' };
    const joins = [room, second].map((each) => order.accepted(alice, { kind: 'joined' }, { room: each }));
    order.batch(store, ...joins);
    assert.deepEqual(store.memberships(alice.id), [
      { ...room, role },
      { ...second, role },
    ]);
    const left = order.accepted(alice, { kind: 'left' }, { room });
    order.batch(store, left);
    assert.deepEqual(store.memberships(alice.id), [{ ...second, role }]);
    assert.equal(store.member(room.id, alice.id)?.left, left.seq);
    const again = order.accepted(alice, { kind: 'joined' }, { room });
    order.batch(store, again);
    const row = { room: room.id, user: alice.id, role: 'member', joined: again.seq, read: again.seq };
    assert.deepEqual(store.member(room.id, alice.id), row);
  });

  test('the first private message makes a direct room of which both are members, read by its sender', () => {
    const [alice, bob] = [come('alice', 1), come('bob', 2)];
    const room = { id: order.seq + 1, name: 'alice' };
    order.batch(store, order.message(bob, room, 'hello', [alice.id, bob.id]));
    order.batch(store, order.message(alice, { ...room, name: 'bob' }, 'hello', [alice.id, bob.id]));
    const row = { id: room.id, name: '', pair: [alice.id, bob.id] };
    assert.deepEqual(store.direct(alice.id, bob.id), row);
    assert.deepEqual(store.room(room.id), row);
    assert.equal(store.direct(bob.id, alice.id), undefined);
    assert.equal(store.member(room.id, bob.id)?.read, room.id);
    assert.equal(store.member(room.id, alice.id)?.read, room.id - 1);
    assert.deepEqual(store.memberships(alice.id), []);
    assert.equal(store.entries(room.id, everything).length, 2);
  });

  test('a further session of a user is present until it goes', () => {
    const alice = come('alice', 1);
    const moved = (user: number, was: number): Verdict => ({
      kind: 'no-op',
      user: alice,
      room: undefined,
      effects: [sessionMoved(user, was)],
    });
    order.batch(store, order.other(moved(alice.id, 0), { kind: 'came', as: { guest: 'alice' } }, 2));
    assert.deepEqual(
      store.present().map((row) => row.session),
      [1, 2],
    );
    const hears: Verdict = { kind: 'no-op', user: alice, room: undefined, effects: [{ kind: 'hearing', room: 1 }] };
    order.batch(store, order.other(hears, { kind: 'joined' }, 2));
    order.batch(store, order.other(moved(0, alice.id), { kind: 'went' }, 1));
    assert.deepEqual(
      store.present().map((row) => row.session),
      [2],
    );
  });

  test('a room has its last settings, and none after they were reset', () => {
    const room = newRoom(order, '#a');
    const { user, ...came } = order.guest('alice', 1, room);
    const set = (text: string): number => {
      order.batch(store, order.accepted(user, { kind: 'topic', text }, { room }));
      return order.seq;
    };
    order.batch(store, came);
    assert.deepEqual(store.roomState(room.id), {});
    const first = set('tea');
    assert.deepEqual(store.roomState(room.id), { topic: { value: 'tea', seq: first } });
    const second = set('coffee');
    assert.deepEqual(store.roomState(room.id), { topic: { value: 'coffee', seq: second } });
    assert.deepEqual(store.roomState(room.id + 1), {});
    set('');
    assert.deepEqual(store.roomState(room.id), {});
  });

  test('when a guest leaves, only its messages remain', () => {
    const alice = come('alice', 1);
    const room = newRoom(order, '#a');
    order.batch(store, order.accepted(alice, { kind: 'joined' }, { room }), order.message(alice, room, 'hello'));
    order.batch(store, order.accepted(alice, { kind: 'went', guest: true }));
    assert.deepEqual(store.present(), []);
    assert.equal(store.member(room.id, alice.id), undefined);
    assert.equal(store.entries(room.id, everything).length, 2);
  });

  test('an account that goes stays a member, and comes again as itself', () => {
    const { user, ...registered } = order.registered('alice', 'hash');
    const came = order.accepted(user, { kind: 'came', guest: false, joined: false, memberships: [] });
    const room = newRoom(order, '#a');
    order.batch(store, registered, came, order.accepted(user, { kind: 'joined' }, { room }));
    assert.deepEqual(store.present(), [{ run: 'first', session: 1, user, guest: false }]);
    order.batch(store, order.accepted(user, { kind: 'went', guest: false }));
    assert.deepEqual(store.present(), []);
    assert.deepEqual(store.memberships(user.id), [{ ...room, role }]);
  });

  test('a guest that registers keeps its id and its memberships', () => {
    const room = newRoom(order, '#a');
    const { user, ...came } = order.guest('alice', 1, room);
    order.batch(store, came, order.registered('alice', 'hash', user.id));
    assert.deepEqual(store.present(), [{ run: 'first', session: 1, user, guest: false }]);
    order.batch(store, order.accepted(user, { kind: 'went', guest: false }));
    assert.deepEqual(store.memberships(user.id), [{ ...room, role }]);
  });

  test('a new name is found, the old one is not', () => {
    const alice = come('alice', 1);
    const { user: bob, ...registered } = order.registered('Bob', 'hash');
    order.batch(store, registered);
    order.batch(store, order.accepted({ id: alice.id, name: 'Alicia' }, { kind: 'renamed', before: 'alice' }));
    order.batch(store, order.accepted({ id: bob.id, name: 'Robert' }, { kind: 'renamed', before: 'Bob' }));
    assert.equal(store.present()[0]?.user.name, 'Alicia');
    assert.equal(store.accountNamed('bob'), undefined);
    assert.equal(store.accountNamed('robert')?.name, 'Robert');
  });

  test('a run that begins ends its node’s earlier runs, their sessions and the guests it names', () => {
    const room = newRoom(order, '#a');
    const { user: ghost, ...came } = order.guest('ghost', 1, room);
    const { user: alice, ...registered } = order.registered('alice', 'hash');
    const here = order.accepted(alice, { kind: 'came', guest: false, joined: false, memberships: [] }, { session: 2 });
    order.batch(store, came, registered, here, order.accepted(alice, { kind: 'joined' }, { room }));
    order.batch(store, order.began('elsewhere', 'm'), order.guest('other', 1));
    order.batch(store, order.began('second', 'n', [ghost, alice]));
    assert.deepEqual(
      store.present().map((row) => [row.run, row.user.name]),
      [['elsewhere', 'other']],
    );
    assert.equal(store.member(room.id, ghost.id), undefined);
    assert.deepEqual(store.memberships(alice.id), [{ ...room, role }]);
    assert.deepEqual(
      store.runs().map((run) => run.runId),
      ['elsewhere', 'second'],
    );
  });
}
