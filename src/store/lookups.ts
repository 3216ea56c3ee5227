import type { AccountRow, OwnerOrOperator, Lookup, MemberRow, PresenceRow, RoomRow } from '#chat/ports.ts';
import { integer, integerOrNull, type Row, text, textOrNull } from './row-values.ts';
import type { Role, ServerRole } from '#chat/event.ts';
import type { CodePurpose } from '#chat/rights/token.ts';
import { isLevel, type Level } from '#chat/settings/notification-level.ts';
import { tokenOf } from './tokens.ts';
import type { Statements } from './statements.ts';
import { exits, StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** The codes that users make. */
const madeByUsers: readonly CodePurpose[] = ['invite-server', 'invite-room', 'password-reset'];

/** `beforeMember` is called before a membership is read, to write the cursors of the batch to the table. */
export function createLookup(
  { on, states, listings, ignored, newest, accounts, guestTokens }: Tables,
  beforeMember: () => void,
): Lookup {
  return {
    accountNamed: (folded) => (accounts.any ? accountOf(on.accountNamed.get(folded)) : undefined),
    account: (id) => accountOf(on.account.get(id)),
    accounts: (after, limit) => on.accounts.all(after, limit).flatMap((row) => accountOf(row) ?? []),
    once(user, id) {
      const row = on.once.get(user, id);
      return row && { seq: integer(row[0]), at: integer(row[1]) };
    },
    imported: (importKey) => on.imported.get(importKey) !== undefined,
    channel: (folded) => roomOf(on.channel.get(folded)),
    channels: (after, limit) => on.channels.all(after, limit).flatMap((row) => roomOf(row) ?? []),
    room: (id) => roomOf(on.room.get(id)),
    rooms: (after, limit) => on.rooms.all(after, limit).flatMap((row) => roomOf(row) ?? []),
    direct: (low, high) => roomOf(on.direct.get(low, high)),
    member(room, user) {
      beforeMember();
      return memberOf(on.member.get(room, user));
    },
    members(room, after, limit) {
      beforeMember();
      return on.members.all(room, after, limit).flatMap((row) => memberOf(row) ?? []);
    },
    countMembers: (room) => integer(on.countMembers.get(room)?.[0]),
    ownersAndOperators: (room) =>
      on.ownersAndOperators.all(room).map((row) => ({ user: integer(row[0]), role: ownerOrOperatorRoleOf(row[1]) })),
    heard: (account) => integer(on.heard.get(account)?.[0] ?? 0),
    ignored: (user) => ignored.of(user),
    roomState: (room) => states.get(room),
    serverOwnersAndOperators: () =>
      on.serverOwnersAndOperators.all().map((row) => ({ user: integer(row[0]), role: ownerOrOperatorRoleOf(row[1]) })),
    token: (hash) => tokenOf(on.token.get(hash)),
    tokenOfId: (id) => tokenOf(on.tokenOfId.get(id)),
    guestToken: (guest) => (guestTokens.any ? tokenOf(on.guestToken.get(guest)) : undefined),
    formerGuest(id) {
      const row = on.formerGuest.get(id);
      return row && { id: integer(row[0]), name: text(row[1]) };
    },
    tokens: (after, limit) => on.tokens.all(after, limit).flatMap((row) => tokenOf(row) ?? []),
    tokensOf(user, rooms, after, limit) {
      const rows = [
        ...madeByUsers.flatMap((purpose) => on.tokensBy.all(user, purpose, after, limit)),
        ...on.tokensFor.all(user, after, limit),
        ...rooms.flatMap((room) => on.tokensOfRoom.all(room, after, limit)),
      ];
      const found = new Map(rows.flatMap((row) => tokenOf(row) ?? []).map((token) => [token.id, token]));
      return [...found.values()].sort((one, other) => one.id - other.id).slice(0, limit);
    },
    countTokens: (by) => integer(on.countTokens.get(by)?.[0]),
    grants: (owner) =>
      on.grants
        .all(owner)
        .flatMap((row) => tokenOf(row) ?? [])
        .sort((one, other) => one.id - other.id),
    webhooks: (room) => on.webhooks.all(room).flatMap((row) => tokenOf(row) ?? []),
    newestJoin: (room) => newest.get(room),
    reactions: (target) =>
      on.reactions
        .all(target)
        .sort((one, other) => integer(one[2]) - integer(other[2]))
        .map((row) => ({ emoji: text(row[0]), users: integer(row[1]) })),
    hasReacted: (target, emoji, user) => on.hasReacted.get(target, emoji, user) !== undefined,
    reactors: (target, emoji, limit) =>
      on.reactors.all(target, emoji, limit).map((row) => ({ id: integer(row[0]), name: text(row[1]) })),
    allReactors: (target, limit) =>
      on.allReactors
        .all(target, limit)
        .map((row) => ({ emoji: text(row[0]), id: integer(row[1]), name: text(row[2]) })),
    listings: (room) => listings.of(room),
    invitations: (user) => listings.invitations(user),
    invited: (after, room, limit) => listings.invited(after, room, limit),
    memberships: (user) =>
      on.memberships.all(user).map((row) => ({
        id: integer(row[0]),
        name: text(row[1]),
        role: roleOf(row[2]),
      })),
  };
}

export function present(on: Statements): readonly PresenceRow[] {
  return on.present.all().map((row) => {
    const listener = textOrNull(row[5]);
    const address = textOrNull(row[7]);
    return {
      run: text(row[0]),
      session: integer(row[1]),
      user: { id: integer(row[2]), name: text(row[3]) },
      guest: integer(row[4]) === 1,
      ...(listener !== null && { listener }),
      ...(integer(row[6]) === 1 && { mail: true }),
      ...(address !== null && { address }),
      ...awayOf(row[8]),
    };
  });
}

const awayOf = (value: Row[number] | undefined): { readonly away?: string } =>
  value === '' ? {} : { away: text(value) };

function accountOf(row: Row | undefined): AccountRow | undefined {
  if (!row) return undefined;
  const account = {
    id: integer(row[0]),
    name: text(row[1]),
    version: integer(row[2]),
    secret: text(row[3]),
    at: integer(row[4]),
    delivered: integer(row[5]),
    ...awayOf(row[7]),
  };
  const serverRole = textOrNull(row[6]);
  return serverRole === null ? account : { ...account, serverRole: ownerOrOperatorRoleOf(serverRole) };
}

export function roomOf(row: Row | undefined): RoomRow | undefined {
  if (!row) return undefined;
  const low = integerOrNull(row[2]);
  const room = { id: integer(row[0]), name: text(row[1]) };
  if (low !== null) return { ...room, pair: [low, integer(row[3])] };
  return integer(row[4]) === 1 ? { ...room, closed: true } : room;
}

function memberOf(row: Row | undefined): MemberRow | undefined {
  if (!row) return undefined;
  const left = integerOrNull(row[4]);
  const member = {
    room: integer(row[0]),
    user: integer(row[1]),
    role: roleOf(row[2]),
    joined: integer(row[3]),
    read: integer(row[5]),
  };
  const back = integer(row[6]);
  const level = levelOf(row[7]);
  const moved = back === 0 && !level ? member : { ...member, ...(back > 0 && { back }), ...(level && { level }) };
  return left === null ? moved : { ...moved, left };
}

function levelOf(value: Row[number] | undefined): Level | undefined {
  const level = textOrNull(value);
  if (level === null) return undefined;
  if (!isLevel(level)) throw new StoreError(exits.corrupt, `The database contains the unknown level ${level}.`);
  return level;
}

function roleOf(value: Row[number] | undefined): Role {
  const role = text(value);
  return role === 'member' || role === 'voice' ? role : ownerOrOperatorRoleOf(role);
}

function ownerOrOperatorRoleOf(value: Row[number] | undefined): OwnerOrOperator['role'] & ServerRole {
  const role = text(value);
  if (role === 'operator' || role === 'owner') return role;
  throw new StoreError(exits.corrupt, `The database contains the unknown role ${role}.`);
}
