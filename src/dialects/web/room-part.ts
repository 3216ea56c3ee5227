import type { RefusalCode } from '#chat/refusal.ts';
import type { RoomState } from '#chat/room-state.ts';
import type { Unread } from '#chat/unread.ts';

import { messagePart, refPart } from './entry-part.ts';
import type { Message, Room, RoomRef, RoomSettings, User } from './protocol/values.ts';
import type { Looking } from './talker.ts';

/** Users among whom the other user of a direct room is looked for, if it has no account. */
const maxOnline = 1000;

/** A room of which nothing is known but its name: what the user sees until it asks again. */
export const bareRoom = ({ id, name }: RoomRef): Room => ({ id, name, read: 0, unread: 0, mentions: 0, level: 'all' });

/** A room of the user by its name; id 0 if there is none yet. */
export function roomRef({ chat, seat }: Looking, name: string): RoomRef {
  const found = name.startsWith('#') ? chat.channel(seat, name) : chat.unreadOf(seat, name);
  return typeof found === 'string' ? { id: 0, name } : refPart(found.room);
}

/** A room as the user of the session sees it, or why it does not. */
export function roomPart(looking: Looking, name: string): Room | RefusalCode {
  const unread = looking.chat.unreadOf(looking.seat, name);
  return typeof unread === 'string' ? unread : roomOf(looking, unread);
}

/** Rooms of the user, channels and direct ones: all, where none are given. */
export const roomParts = (
  looking: Looking,
  rooms: readonly Unread[] = looking.chat.unread(looking.seat),
): readonly Room[] => rooms.map((unread) => roomOf(looking, unread));

function roomOf(looking: Looking, { room, unread, mentions, read, last, level }: Unread): Room {
  const newest = last === undefined ? undefined : lastMessage(looking, last);
  return {
    ...refPart(room),
    ...(room.name.startsWith('#') ? channelOf(looking, room) : directOf(looking, room.name)),
    read,
    unread,
    mentions,
    level,
    ...(newest && { last: newest }),
  };
}

function channelOf({ chat, seat }: Looking, { id, name }: RoomRef): Partial<Room> {
  const role = chat.memberships(seat).find((each) => each.id === id)?.role;
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

function directOf({ chat }: Looking, name: string): Partial<Room> {
  const here = chat.online(maxOnline).find((user) => user.name === name);
  const account = here ? undefined : chat.accountNamed(name);
  const other: User | undefined = here
    ? { id: here.id, name, account: here.account ?? false }
    : account && { id: account.id, name, account: true };
  const away = here ? here.away : account?.away;
  if (!other) return {};
  const state = {
    here: here !== undefined,
    ...(away !== undefined && { away }),
    ...(here?.idle === true && { idle: true as const }),
  };
  return { with: { ...other, ...state } };
}

function lastMessage({ chat, seat }: Looking, seq: number): Message | undefined {
  const found = chat.message(seat, seq);
  return found && messagePart(found);
}
