import { withheldText } from '#text/away-note.ts';
import type { Role, RoomId, Seq } from '#chat/event.ts';
import type { Member as ChannelMember, RoomSeen } from '#chat/reading/shown-lists.ts';
import type { Person } from '#chat/person.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import type { RoomState } from '#chat/settings/room-state.ts';
import type { Unread } from '#chat/readable/unread.ts';

import { headPart, refPart, userPart } from './entry-part.ts';
import type { ListedRoom, Member, MessageHead, Muted, Room, RoomRef, RoomSettings, User } from './protocol/values.ts';
import type { ReadingSession } from './requesting-session.ts';

/** The most users that are searched for the other user of a direct room, if that has no account. */
const maxOnline = 1000;

/** A room with nothing but its name: for a user that has to ask again. */
export const bareRoom = ({ id, name }: RoomRef): Room => ({ id, name, read: 0, unread: 0, mentions: 0, level: 'all' });

/** A room of the user by its name; id 0 if there is none yet. */
export function roomRef({ chat, seat }: ReadingSession, name: string): RoomRef {
  const found = name.startsWith('#') ? chat.channel(seat, name) : chat.unreadOf(seat, name);
  return typeof found === 'string' ? { id: 0, name } : refPart(found.room);
}

/** The ref of any room by its name; id 0 if there is no such room, or if it is secret to the user. */
export function seenRef(looking: ReadingSession, name: string): RoomRef {
  const own = roomRef(looking, name);
  return own.id === 0 ? (looking.chat.channelNamed(looking.seat, name) ?? own) : own;
}

/** A channel in the list of all. `joined`: the channels of the user. */
export function listedPart(
  { chat, seat }: ReadingSession,
  { room, here }: RoomSeen,
  joined: ReadonlySet<RoomId>,
): ListedRoom {
  const found = chat.channel(seat, room.name);
  const topic = typeof found === 'string' ? undefined : found.state.topic?.value;
  return { ...refPart(room), here, ...(topic !== undefined && topic !== '' && { topic }), joined: joined.has(room.id) };
}

export const memberPart = ({ user, role, here }: ChannelMember): Member => ({
  ...userPart(user),
  role,
  here,
  ...(user.away !== undefined && { away: user.away }),
  ...(user.idle === true && { idle: true }),
});

/** A room as the user of the session sees it, or why it is refused. */
export function roomPart(looking: ReadingSession, name: string): Room | RefusalCode {
  const unread = looking.chat.unreadOf(looking.seat, name);
  if (typeof unread === 'string') return unread;
  const [room] = roomParts(looking, [unread]);
  return room ?? 'no-room';
}

/** Rooms of the user, channels and direct ones: all, where none are given. */
export function roomParts(
  looking: ReadingSession,
  unread: readonly Unread[] = looking.chat.unread(looking.seat),
): readonly Room[] {
  const { chat, seat } = looking;
  const roles: Roles = new Map(chat.memberships(seat).map(({ id, role }) => [id, role]));
  const hasDirect = unread.some(({ room }) => !isChannel(room));
  const online: Online = new Map(hasDirect ? chat.online(maxOnline, seat).map((user) => [user.name, user]) : []);
  return unread.map((each) => roomOf(looking, each, roles, online));
}

type Roles = ReadonlyMap<RoomId, Role>;
/** The present users, by name. */
type Online = ReadonlyMap<string, Person>;

const isChannel = ({ name }: RoomRef): boolean => name.startsWith('#');

function roomOf(
  looking: ReadingSession,
  { room, unread, mentions, read, last, level }: Unread,
  roles: Roles,
  online: Online,
): Room {
  const newest = last === undefined ? undefined : lastMessage(looking, last);
  const silenced = looking.chat.silenced(looking.seat, isChannel(room) ? room.id : undefined);
  return {
    ...refPart(room),
    ...(isChannel(room) ? channelOf(looking, room, roles.get(room.id)) : directOf(looking, room.name, online)),
    ...(silenced && { muted: mutedPart(silenced) }),
    read,
    unread,
    mentions,
    level,
    ...(newest && { last: newest }),
  };
}

function channelOf({ chat, seat }: ReadingSession, { name }: RoomRef, role: Role | undefined): Partial<Room> {
  const found = chat.channel(seat, name);
  if (typeof found === 'string') return { ...(role && { role }) };
  const { topic, ...others } = found.state;
  const settings = settingsOf(others);
  return {
    ...(role && { role }),
    ...(topic && { topic: topic.value }),
    ...(Object.keys(settings).length > 0 && { settings }),
  };
}

/** The key of a room is empty for those who may not see it. */
function settingsOf(state: RoomState): RoomSettings {
  const entries = Object.entries(state).map(([name, setting]) => [name, setting.value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function directOf({ chat, seat }: ReadingSession, name: string, online: Online): Partial<Room> {
  const here = online.get(name);
  const account = here ? undefined : chat.accountNamed(name);
  const other: User | undefined = here
    ? { id: here.id, name, account: here.account ?? false }
    : account && { id: account.id, name, account: true };
  const away = here ? here.away : account?.away && (chat.ignores(seat, account.id) ? withheldText : account.away);
  if (!other) return {};
  const state = {
    here: here !== undefined,
    ...(away !== undefined && { away }),
    ...(here?.idle === true && { idle: true as const }),
  };
  return { with: { ...other, ...state } };
}

const mutedPart = ({ until, reason }: Refusal): Muted => ({
  ...(until !== undefined && { until }),
  ...(reason !== undefined && { reason }),
});

function lastMessage({ chat, seat }: ReadingSession, seq: Seq): MessageHead | undefined {
  const found = chat.entry(seat, seq);
  return found && headPart(found);
}
