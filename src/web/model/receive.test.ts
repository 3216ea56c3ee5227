import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  alice,
  bob,
  carol,
  entered,
  entry,
  hear,
  lobbyId,
  lobbyOf,
  message,
  minute,
  room,
  textsOf,
  welcome,
} from './a-chat.suite.ts';
import { emptyModel, type Model, newDirect } from './model.ts';
import { received, withServerRoom } from './receive.ts';
import { counted, refreshed } from './rooms.ts';
import { lastOf, messageOf } from './timeline.ts';
import { toRejoin, welcomed } from './welcome.ts';

const counts = (model: Model): readonly number[] => [lobbyOf(model).unread, lobbyOf(model).mentions];
const shown = (model: Model, seq: number) => messageOf(model.timelines.get(lobbyId), seq);
const mentioning = (...users: number[]) => ({ mentions: { users, all: false } });

suite('messages', () => {
  test('are shown in the order of their seq, each once', () => {
    const model = hear(entered(), message(5), message(3), message(5), message(4));
    assert.deepEqual(textsOf(model), ['text 3', 'text 4', 'text 5']);
  });
  test('of others are counted, with those that mention the user', () => {
    const model = hear(entered(), message(1), message(2, carol, mentioning(3)), message(3, bob, mentioning(1, 3)));
    assert.deepEqual(counts(model), [3, 1]);
    assert.deepEqual(counts(hear(model, message(4, bob, { mentions: { users: [], all: true } }))), [4, 2]);
  });
  test('what the server counts for a place counts as long as nothing behind it was read', () => {
    const read = room({ read: 5 });
    assert.equal(counted(read, 4, { unread: 2, mentions: 1 }).unread, 0);
    assert.deepEqual(counted(read, 5, { unread: 2, mentions: 1 }), room({ read: 5, unread: 2, mentions: 1 }));
  });
  test('that another session has read leave those after them, and nothing is unread again', () => {
    const model = hear(entered(), message(1), message(2, carol), message(3, bob, mentioning(1)), message(4, alice));
    const later = hear(model, message(5, bob, mentioning(1)), message(6));
    const read = (upto: number, back?: true): Model =>
      received(later, { type: 'was-read', room: lobbyId, upto, ...(back && { back }) }, 0);
    assert.deepEqual([...counts(read(5)), lobbyOf(read(5)).read], [1, 0, 5]);
    assert.deepEqual([...counts(read(6)), lobbyOf(read(6)).read], [0, 0, 6]);
    assert.deepEqual([...counts(read(1)), lobbyOf(read(1)).read], [2, 1, 4], 'it has read more here');
    assert.deepEqual([...counts(read(1, true)), lobbyOf(read(1, true)).read], [4, 2, 1]);
  });
  test('counts no message that the state of the room has counted already', () => {
    const state = room({ unread: 2, last: { seq: 5, at: minute(5), from: bob, text: 'text 5' } });
    const model = entered({ rooms: [state] });
    assert.equal(lobbyOf(hear(model, message(4), message(5))).unread, 2);
    assert.equal(lobbyOf(hear(model, message(5), message(6))).unread, 3);
  });

  test('that were read here a moment ago stay read when the state of the room comes', () => {
    const here = room({ read: 5 });
    assert.deepEqual(refreshed(here, room({ read: 3, unread: 2, topic: 'tea' })), room({ read: 5, topic: 'tea' }));
    assert.deepEqual(refreshed(here, room({ read: 6, unread: 1 })), room({ read: 6, unread: 1 }));
  });
  test('of the user itself mean that it has read', () => {
    const model = hear(entered(), message(1), message(2, alice));
    assert.deepEqual([...counts(model), lobbyOf(model).read], [0, 0, 2]);
  });
  test('that are sent again on resuming are not counted again', () => {
    const last = message(7);
    const rooms = [room({ unread: 2, last })];
    const model = hear(welcomed(entered(), welcome({ resumed: true, place: 5, rooms })), message(6), last, message(8));
    assert.deepEqual(counts(model), [3, 0]);
    assert.deepEqual(textsOf(model), ['text 6', 'text 7', 'text 8']);
  });
  test('of somebody who is away do not tell its text to who ignores it', () => {
    const direct = room({ id: 11, name: 'bob', with: { ...bob, here: true, away: 'at lunch' } });
    const known = entered({ rooms: [room(), direct] });
    const awayText = (model: Model): unknown => model.rooms.get(11)?.with?.away;
    assert.equal(awayText(received(known, { type: 'was-ignored', user: carol, on: true }, 0)), 'at lunch');
    assert.equal(awayText(received(known, { type: 'was-ignored', user: bob, on: true }, 0)), 'away');
  });
  test('of somebody who is ignored are not counted', () => {
    const model = hear(entered({ ignored: [bob] }), message(1), message(2, carol));
    assert.deepEqual(counts(model), [1, 0]);
  });
});

suite('changes of a message', () => {
  const before = hear(entered(), message(1), message(2, alice), message(3, bob, { replyTo: 1 }));
  test('a reply quotes what it answers', () => assert.equal(shown(before, 3)?.reply?.text, 'text 1'));
  test('an edit is shown on it and in its quotations', () => {
    const model = hear(before, entry(4, bob, { kind: 'edited', target: 1, text: 'new' }));
    assert.deepEqual(
      [shown(model, 1)?.text, shown(model, 1)?.edited, shown(model, 3)?.reply?.text],
      ['new', true, 'new'],
    );
  });
  test('a removal leaves nothing of it, and it is not unread any more', () => {
    const model = hear(
      before,
      entry(4, bob, { kind: 'redacted', target: 3 }),
      entry(5, bob, { kind: 'redacted', target: 1 }),
    );
    assert.deepEqual([shown(model, 1)?.text, shown(model, 1)?.redacted, shown(model, 3)?.reply], ['', true, undefined]);
    assert.deepEqual([counts(before)[0], counts(model)[0]], [1, 0]);
  });
  test('reactions are counted by name, and one of the user is its own', () => {
    const react = (seq: number, from: typeof bob, on: boolean) =>
      entry(seq, from, { kind: 'reacted', target: 1, emoji: '👍', on });
    const model = hear(before, react(4, bob, true), react(5, alice, true), react(5, alice, true));
    assert.deepEqual(shown(model, 1)?.reactions, [{ emoji: '👍', count: 2, users: ['bob', 'alice'], mine: true }]);
    assert.deepEqual(shown(hear(model, react(6, bob, false), react(7, alice, false)), 1)?.reactions, []);
  });
  test('the last own message is found for editing', () => {
    assert.equal(lastOf(before.timelines.get(lobbyId), alice, 0)?.seq, 2);
    assert.equal(lastOf(before.timelines.get(lobbyId), alice, Date.now()), undefined);
  });
});

suite('rooms', () => {
  test('topic, settings, role and name are as they were said last', () => {
    const model = hear(
      entered(),
      entry(1, bob, { kind: 'topic', text: 'tea' }),
      entry(2, bob, { kind: 'set', name: 'moderated', value: 'yes' }),
      entry(3, bob, { kind: 'role', user: alice, role: 'operator', before: 'member' }),
      { ...entry(4, bob, { kind: 'roomNamed', before: '#lobby' }), room: { id: lobbyId, name: '#tea' } },
    );
    const { topic, settings, role, name } = lobbyOf(model);
    assert.deepEqual([topic, settings, role, name], ['tea', { moderated: 'yes' }, 'operator', '#tea']);
    assert.deepEqual(lobbyOf(hear(model, entry(5, bob, { kind: 'set', name: 'moderated', value: '' }))).settings, {});
  });
  for (const gone of [
    entry(1, alice, { kind: 'left' }),
    entry(1, bob, { kind: 'kicked', user: alice }),
    entry(1, bob, { kind: 'closed' }),
  ]) {
    test(`${gone.kind}: the room goes, and what waited for it`, () => {
      const pending = { once: 'a', room: lobbyId, to: '#lobby', text: 'x', at: 0, state: 'waiting' as const };
      const model = hear({ ...entered(), outbox: [pending] }, gone);
      assert.deepEqual([model.rooms.size, model.timelines.size, model.outbox], [0, 0, []]);
    });
  }
  test('a direct room begun on the page becomes the one the server has made', () => {
    const begun = newDirect(entered(), { ...bob, here: true });
    const before = { ...entered(), rooms: new Map([[begun.id, begun]]), open: begun.id };
    const after = withServerRoom(before, { ...begun, id: 77 });
    assert.deepEqual([[...after.rooms.keys()], after.open], [[77], 77]);
  });
});

suite('people', () => {
  test('somebody who does nothing is idle in members and direct rooms, until it does or goes', () => {
    const direct = room({ id: 20, name: 'bob', with: { ...bob, here: true } });
    const members = new Map([[lobbyId, [{ ...bob, role: 'member', here: true } as const]]]);
    const start = { ...entered({ rooms: [room(), direct] }), members };
    const states = (model: Model) => [model.members.get(lobbyId)?.[0]?.idle, model.rooms.get(20)?.with?.idle];
    const idle = received(start, { type: 'idle', user: bob, on: true }, 0);
    assert.deepEqual(states(idle), [true, true]);
    assert.deepEqual(states(received(idle, { type: 'idle', user: bob, on: false }, 0)), [undefined, undefined]);
    assert.deepEqual(states(received(idle, { type: 'idle', user: carol, on: false }, 0)), [true, true]);
    const gone = received(idle, { type: 'presence', user: bob, here: false }, 0);
    assert.deepEqual(states(gone), [undefined, undefined]);
  });
  const members = [{ ...bob, role: 'member' as const, here: true }];
  const before: Model = { ...entered(), members: new Map([[lobbyId, members]]) };
  const first = (model: Model) => model.members.get(lobbyId)?.[0];
  test('arrive, leave and are away', () => {
    const gone = received(before, { type: 'presence', user: bob, here: false }, 0);
    assert.equal(first(gone)?.here, false);
    const away = received(before, { type: 'away', user: bob, text: 'tea' }, 0);
    assert.equal(first(away)?.away, 'tea');
    assert.equal(first(received(away, { type: 'away', user: bob, text: '' }, 0))?.away, undefined);
  });
  test('have another name wherever they are shown', () => {
    const model = hear(before, entry(1, { ...bob, name: 'rob' }, { kind: 'renamed', before: 'bob' }));
    assert.equal(first(model)?.name, 'rob');
  });
  test('are shown as typing until their message is sent', () => {
    const typing = received(before, { type: 'typing', from: bob, room: '#lobby', active: true }, 1000);
    assert.deepEqual(
      typing.typists.map(({ user }) => user.name),
      ['bob'],
    );
    assert.deepEqual(hear(typing, message(1)).typists, []);
  });
});

suite('logging in again', () => {
  test('what follows is added where the server sends all that was missed', () => {
    const model = welcomed(hear(entered(), message(1)), welcome({ resumed: true, place: 1 }));
    assert.deepEqual(textsOf(hear(model, message(2))), ['text 1', 'text 2']);
  });
  test('the new window takes the place of the old one where it does not, with the events among its messages', () => {
    const events = [entry(899, bob, { kind: 'joined' }), entry(901, bob, { kind: 'left' })];
    const window = {
      room: { id: lobbyId, name: '#lobby' },
      messages: [message(900)],
      events,
      earlier: true,
      later: false,
    };
    assert.deepEqual(textsOf(welcomed(hear(entered(), message(1)), welcome({ window }))), [
      'joined',
      'text 900',
      'left',
    ]);
  });
  test('a guest keeps on the screen what it may not read any more, and goes on from there', () => {
    const again = (epoch: string): Model =>
      welcomed(
        hear(entered({ self: bob }), message(1)),
        welcome({ self: { ...bob, id: 50 }, epoch, rooms: [], ...none }),
      );
    const none = { window: undefined as never };
    assert.deepEqual([textsOf(again('e')), again('e').timelines.get(lobbyId)?.later], [['text 1'], true]);
    assert.deepEqual([...again('e').rooms.keys()], [lobbyId]);
    assert.deepEqual(again('other').timelines.size, 0);
  });
  test('what was under way is sent again, unless it has come back under an earlier id of a guest', () => {
    const pending = (once: string, text: string) => ({
      once,
      room: lobbyId,
      to: '#lobby',
      text,
      at: 0,
      state: 'sent' as const,
    });
    const guest = { ...bob, id: 50 };
    const before = { ...entered({ self: bob }), outbox: [pending('a', 'text 3'), pending('b', 'other')] };
    const model = hear(welcomed(before, welcome({ self: guest })), message(3, bob));
    assert.deepEqual(
      model.outbox.map(({ once, state }) => [once, state]),
      [['b', 'waiting']],
    );
  });
  test('a guest enters its channels again; an account is where it was', () => {
    const before = entered({ rooms: [room(), room({ id: 11, name: '#tea' })] });
    assert.deepEqual(toRejoin(before, welcome({ self: bob, rooms: [] })), ['#lobby', '#tea']);
    assert.deepEqual(toRejoin(before, welcome({ self: bob, rooms: [room()], attached: true })), []);
    assert.deepEqual(toRejoin(before, welcome()), []);
    assert.deepEqual(toRejoin(emptyModel, welcome({ rooms: [] })), ['#lobby']);
    const left = ['#lobby', '#tea'];
    assert.deepEqual(toRejoin(emptyModel, welcome({ self: bob, rooms: [] }), left), left, 'the page was loaded again');
    assert.deepEqual(toRejoin(emptyModel, welcome({ self: bob, rooms: [room()], attached: true }), left), []);
  });
});

const mutesIn = ({ rooms }: Model): number => [...rooms.values()].filter(({ muted }) => muted).length;

suite('what operators of a room do', () => {
  const ban = { kind: 'listed', list: 'ban', mask: 'x*' } as const;
  const mute = { kind: 'listed', list: 'mute', mask: 'Alice', until: 5, reason: 'loud' } as const;

  test('a ban that removes the user takes the room away; of others, the member', () => {
    const members = new Map([
      [lobbyId, [alice, bob].map((user) => ({ ...user, role: 'member', here: true }) as const)],
    ]);
    const model: Model = { ...entered(), members };
    const others = hear(model, entry(1, carol, { ...ban, kicked: [bob] }));
    assert.deepEqual(
      others.members.get(lobbyId)?.map(({ name }) => name),
      ['alice'],
    );
    assert.equal(hear(model, entry(1, carol, { ...ban, kicked: [bob, alice] })).rooms.has(lobbyId), false);
    assert.equal(hear(model, entry(1, carol, ban)).rooms.has(lobbyId), true);
  });
  test('a mute of the user is known until it is lifted, or the user has written again', () => {
    const muted = hear(entered(), entry(1, bob, mute));
    assert.deepEqual(lobbyOf(muted).muted, { until: 5, reason: 'loud' });
    assert.equal(mutesIn(hear(entered(), entry(1, bob, { ...mute, mask: 'account:ALICE' }))), 1);
    assert.equal(mutesIn(hear(entered(), entry(1, bob, { ...mute, mask: 'bob' }))), 0);
    const end = { kind: 'unlisted', list: 'mute' } as const;
    // Whom a pattern hits, only the server knows.
    const byPattern = hear(entered(), entry(1, bob, { ...mute, mask: 'a*', you: true }));
    assert.deepEqual(lobbyOf(byPattern).muted, { until: 5, reason: 'loud' });
    assert.equal(mutesIn(hear(byPattern, entry(2, bob, { ...end, mask: 'a*' }))), 1, 'something else mutes her');
    for (const freeing of [
      { ...end, mask: 'a*' },
      { kind: 'listed', list: 'exception', mask: 'alice' },
    ] as const)
      assert.equal(mutesIn(hear(byPattern, entry(2, bob, { ...freeing, you: true }))), 0);
    const excepted = entry(2, bob, { kind: 'unlisted', list: 'exception', mask: 'alice', you: true });
    assert.equal(mutesIn(hear(entered(), excepted)), 1);
    const { room: _, ...everywhere } = entry(1, bob, { ...mute, mask: '*', you: true });
    assert.equal(mutesIn(hear(entered(), everywhere)), entered().rooms.size);
    assert.equal(mutesIn(hear(muted, entry(2, bob, { ...end, mask: 'bob' }))), 1);
    assert.equal(mutesIn(hear(muted, entry(2, bob, { ...end, mask: 'alice' }))), 0);
    assert.equal(mutesIn(hear(muted, message(2, bob))), 1);
    assert.equal(mutesIn(hear(muted, message(2, alice))), 0);
  });
});
