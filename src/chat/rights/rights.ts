import type { Role, RoomId, ServerRole, UserId } from '#chat/event.ts';
import type { AccountRow, OwnerOrOperator } from '#chat/stored-rows.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { RoomState, SettingName } from '#chat/settings/room-state.ts';

/** What users do in rooms. docs/rights.md says who may do which; a test compares the two. */
export type Act =
  /** To find it in lists and to learn anything about it. */
  | 'see-room'
  | 'list-members'
  | 'join'
  | 'speak'
  | 'react'
  | 'typing'
  /** Its own message. */
  | 'edit'
  /** Its own message. */
  | 'redact-own'
  | 'redact-other'
  | 'mention-all'
  | 'topic'
  | 'invite'
  | 'kick'
  | 'ban'
  | 'mute'
  /** To give a member a role below its own, or take one away; see `mayGive`. */
  | 'role'
  | 'set'
  /** To let members read what was said before they joined, or no longer. */
  | 'open-history'
  | 'rename-room'
  | 'close';

/** How much a user may do in a room; each may do what those below it may. */
const ranks = { outsider: 0, member: 1, voice: 2, operator: 3, owner: 4 } as const;

export type Rank = keyof typeof ranks;

interface Right {
  readonly least: Rank;
  /** Where one of these settings is on, it takes more. */
  readonly under?: readonly Limit[];
  /** Only members do it, whatever their role in the server is. */
  readonly inside?: true;
  /** The act is done to another user: one of a lower rank, unless an owner does it. */
  readonly onUser?: true;
}

interface Limit {
  readonly setting: SettingName;
  readonly least: Rank;
  /** What is said to those who could do it without the setting. */
  readonly code: RefusalCode;
}

const hidden: Limit = { setting: 'secret', least: 'member', code: 'no-room' };
const moderated: Limit = { setting: 'moderated', least: 'voice', code: 'moderated' };
const topicLocked: Limit = { setting: 'topic-locked', least: 'operator', code: 'not-allowed' };
const inviteOnly: Limit = { setting: 'invite-only', least: 'operator', code: 'not-allowed' };

const rights: Readonly<Record<Act, Right>> = {
  'see-room': { least: 'outsider', under: [hidden] },
  'list-members': { least: 'outsider', under: [hidden] },
  join: { least: 'outsider' },
  speak: { least: 'member', inside: true, under: [moderated] },
  react: { least: 'member', inside: true, under: [moderated] },
  typing: { least: 'member', inside: true, under: [moderated] },
  edit: { least: 'member', inside: true, under: [moderated] },
  'redact-own': { least: 'member', inside: true },
  'redact-other': { least: 'operator' },
  'mention-all': { least: 'operator', inside: true },
  topic: { least: 'member', under: [topicLocked, moderated] },
  invite: { least: 'member', under: [inviteOnly] },
  kick: { least: 'operator', onUser: true },
  ban: { least: 'operator', onUser: true },
  mute: { least: 'operator', onUser: true },
  role: { least: 'operator', onUser: true },
  set: { least: 'operator' },
  'open-history': { least: 'owner' },
  'rename-room': { least: 'owner' },
  close: { least: 'owner' },
};

/** Roles in a room, the lowest first. */
export const roles: readonly Role[] = ['member', 'voice', 'operator', 'owner'];

export const isRole = (text: string): text is Role => roles.some((role) => role === text);

/** The lowest rank in a room that may do something while no setting limits it. */
export const leastRank = (act: Act): Rank => rights[act].least;

export const acts = Object.keys(rights) as readonly Act[];

/** What the table looks at. */
export interface RightsWorld {
  account(id: UserId): AccountRow | undefined;
  role(room: RoomId, user: UserId): Role | undefined;
  ownersAndOperators(room: RoomId): readonly OwnerOrOperator[];
  roomState(room: RoomId): RoomState;
}

/** What an account may do in all rooms; undefined for nearly all users. */
export const serverRoleOf = (world: Pick<RightsWorld, 'account'>, user: UserId): ServerRole | undefined =>
  world.account(user)?.serverRole;

/** What a user is in a room, by its role there and its role in the server. A room without an owner is the server operators' own. */
export function rankOf(world: RightsWorld, user: UserId, room: RoomId): Rank {
  const role = world.role(room, user) ?? 'outsider';
  const serverRole = serverRoleOf(world, user);
  if (!serverRole) return role;
  const owned = serverRole === 'operator' && world.ownersAndOperators(room).some((each) => each.role === 'owner');
  const served: Rank = owned ? 'operator' : 'owner';
  return ranks[served] > ranks[role] ? served : role;
}

/**
 * Why a user may not do something in a room; undefined: it may. `target`: the user to whom it is done. Outsiders of a
 * secret room are told that it does not exist. Bans, mutes, keys and limits are judged elsewhere. In a direct room its two users
 * are members, and have no other role.
 */
export function may(
  world: RightsWorld,
  act: Act,
  user: UserId,
  room: RoomId,
  target: UserId = user,
): RefusalCode | undefined {
  const { least, under, inside = false, onUser = false } = rights[act];
  const limit = under?.find(({ setting }) => world.roomState(room)[setting]);
  const needed = limit?.least ?? least;
  const onOther = onUser && target !== user;
  // Lists of rooms ask this of thousands, and a role is a look-up in the store.
  if (needed === 'outsider' && !inside && !onOther) return undefined;
  const role = world.role(room, user);
  // Nearly always: the account need not be looked up.
  if (role && !onOther && ranks[role] >= ranks[needed]) return undefined;
  const rank = rankOf(world, user, room);
  if (rank === 'outsider' && needed !== 'outsider') return isSecret(world, room) ? 'no-room' : 'not-member';
  if (inside && !role) return 'not-member';
  if (ranks[rank] < ranks[needed]) return (ranks[rank] >= ranks[least] && limit?.code) || 'not-allowed';
  if (!onOther || rank === 'owner' || ranks[rankOf(world, target, room)] < ranks[rank]) return undefined;
  return 'not-allowed';
}

/** Why a user may not change another's role, or its own, from one to the other; see also `may`. */
export function mayGive(
  world: RightsWorld,
  user: UserId,
  room: RoomId,
  target: UserId,
  change: { readonly from: Role; readonly to: Role },
): RefusalCode | undefined {
  const { from, to } = change;
  if (target === user && ranks[to] < ranks[from]) return undefined;
  const code = may(world, 'role', user, room, target);
  if (code) return code;
  const rank = rankOf(world, user, room);
  return rank === 'owner' || ranks[to] < ranks[rank] ? undefined : 'not-allowed';
}

/** Whether outsiders are not to know of the room. */
export const isSecret = (world: Pick<RightsWorld, 'roomState'>, room: RoomId): boolean =>
  world.roomState(room).secret !== undefined;
