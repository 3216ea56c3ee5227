import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AccountRow } from '#chat/ports.ts';
import { may, mayGive, rankOf, type RightsWorld } from './rights.ts';
import type { Role, ServerRole } from '#chat/event.ts';
import type { RoomState } from '#chat/settings/room-state.ts';

const [ann, bob, room] = [1, 2, 7];

/** One room with these members. Server roles are those of accounts. */
function world(
  roles: Readonly<Record<number, Role>>,
  serverRoles: Readonly<Record<number, ServerRole>> = {},
  state: RoomState = {},
): RightsWorld {
  const account = (id: number): AccountRow | undefined => {
    const serverRole = serverRoles[id];
    const row = { id, name: `${id}`, version: 1, secret: '', at: 0, delivered: 0 };
    return serverRole && { ...row, serverRole };
  };
  return {
    account,
    role: (_room, user) => roles[user],
    ownersAndOperators: () =>
      Object.entries(roles).flatMap(([user, role]) =>
        role === 'owner' || role === 'operator' ? [{ user: Number(user), role }] : [],
      ),
    roomState: () => state,
  };
}

test('operators of the server are operators of every room, and own those without an owner', () => {
  const serverRoles = { [ann]: 'operator' } as const;
  assert.equal(rankOf(world({ [bob]: 'owner' }, serverRoles), ann, room), 'operator');
  assert.equal(rankOf(world({ [bob]: 'operator' }, serverRoles), ann, room), 'owner');
  assert.equal(rankOf(world({ [bob]: 'owner' }, { [ann]: 'owner' }), ann, room), 'owner');
  assert.equal(rankOf(world({ [ann]: 'voice' }), ann, room), 'voice');
  assert.equal(may(world({ [bob]: 'owner' }, serverRoles), 'kick', ann, room, bob), 'not-allowed');
  assert.equal(may(world({ [bob]: 'operator' }, serverRoles), 'kick', ann, room, bob), undefined);
  assert.equal(may(world({ [ann]: 'operator' }, { [bob]: 'operator' }), 'kick', ann, room, bob), 'not-allowed');
  assert.equal(may(world({}, serverRoles), 'speak', ann, room), 'not-member');
});

test('a secret room does not exist for outsiders', () => {
  const secret = { secret: { value: 'yes', seq: 1 } };
  assert.equal(may(world({}, {}, secret), 'see-room', ann, room), 'no-room');
  assert.equal(may(world({}, {}, secret), 'kick', ann, room, bob), 'no-room');
  assert.equal(may(world({}, {}, secret), 'topic', ann, room), 'no-room');
  assert.equal(may(world({}), 'topic', ann, room), 'not-member');
  assert.equal(may(world({ [ann]: 'member' }, {}, secret), 'see-room', ann, room), undefined);
  assert.equal(may(world({}, { [ann]: 'operator' }, secret), 'list-members', ann, room), undefined);
});

test('rights that everybody has are judged without a look-up of roles, because lists check thousands of rooms', () => {
  const role = (): never => assert.fail();
  assert.equal(may({ ...world({}), role }, 'see-room', ann, room), undefined);
});

test('what a setting forbids is refused with the code of that setting', () => {
  const moderated = { moderated: { value: 'yes', seq: 1 } };
  assert.equal(may(world({ [ann]: 'member' }, {}, moderated), 'speak', ann, room), 'moderated');
  assert.equal(may(world({ [ann]: 'voice' }, {}, moderated), 'speak', ann, room), undefined);
  const locked = { 'topic-locked': { value: 'yes', seq: 1 } };
  assert.equal(may(world({ [ann]: 'voice' }, {}, locked), 'topic', ann, room), 'not-allowed');
});

test('a user can give roles below its own, and anybody can give its role up', () => {
  const roles = { [ann]: 'operator', [bob]: 'member' } as const;
  const give = (from: Role, to: Role, target = bob): unknown => mayGive(world(roles), ann, room, target, { from, to });
  assert.equal(give('member', 'voice'), undefined);
  assert.equal(give('member', 'operator'), 'not-allowed');
  assert.equal(give('operator', 'member', ann), undefined);
  assert.equal(give('operator', 'owner', ann), 'not-allowed');
  assert.equal(mayGive(world(roles), bob, room, bob, { from: 'member', to: 'voice' }), 'not-allowed');
});
