import type {
  Entry,
  EventKind,
  Exchanges,
  ListName,
  Role,
  Room,
  RoomSettingName,
  UserRef,
} from '#dialects/web/protocol.ts';
import { withEntry } from '#web/model/entries.ts';
import { nameOf } from '#web/model/rooms.ts';
import { loadMembers } from './room-actions.ts';
import { attempt, ours } from './attempt.ts';
import { change } from './store.ts';

/**
 * Actions of a room's operators. The session that acts gets an answer, not a pushed entry, so the change is applied
 * here.
 */

type Body<K extends EventKind> = Omit<Entry<K>, 'seq' | 'at' | 'from' | 'room' | 'via'>;
type Type = 'role' | 'kick' | 'list' | 'unlist' | 'invite' | 'name-room' | 'close' | 'set' | 'topic';

/** Sends the request, and applies its result. False: it was refused, and the error is shown. */
async function act<T extends Type, K extends EventKind>(
  room: Room,
  type: T,
  fields: Exchanges[T]['ask'],
  body: Body<K>,
  name: string = room.name,
): Promise<boolean> {
  const done = await attempt(type, fields, (answer) => {
    const entry = { ...ours({ ...room, name }, answer), ...body };
    if (!answer.already) change((now) => withEntry(now, entry as Entry));
  });
  return done !== undefined;
}

export const giveRole = (room: Room, user: UserRef, role: Role, before: Role): Promise<boolean> =>
  act<'role', 'role'>(
    room,
    'role',
    { room: nameOf(room), user: user.name, role },
    { kind: 'role', user, role, before },
  );

export const kick = (room: Room, user: UserRef, reason = ''): Promise<boolean> => {
  const more = reason === '' ? {} : { reason };
  return act<'kick', 'kicked'>(
    room,
    'kick',
    { room: nameOf(room), user: user.name, ...more },
    { kind: 'kicked', user, ...more },
  );
};

export interface Listing {
  readonly seconds?: number;
  readonly reason?: string;
}

/** A ban also removes the users that it matches. */
export async function list(room: Room, which: ListName, mask: string, more: Listing = {}): Promise<boolean> {
  const isDone = await act<'list', 'listed'>(
    room,
    'list',
    { room: nameOf(room), list: which, mask, ...more, ...(which === 'ban' && { kick: true }) },
    {
      ...{ kind: 'listed', list: which, mask },
      ...(more.seconds !== undefined && { until: Date.now() + more.seconds * 1000 }),
      ...(more.reason !== undefined && { reason: more.reason }),
    },
  );
  // The answer does not name the users whom the ban has removed, so the list is loaded again.
  if (isDone && which === 'ban') loadMembers(room);
  return isDone;
}

export const unlist = (room: Room, which: ListName, mask: string): Promise<boolean> =>
  act<'unlist', 'unlisted'>(
    room,
    'unlist',
    { room: nameOf(room), list: which, mask },
    { kind: 'unlisted', list: which, mask },
  );

export const invite = (room: Room, user: string): Promise<boolean> =>
  act<'invite', 'invited'>(
    room,
    'invite',
    { room: nameOf(room), user },
    { kind: 'invited', user: { id: 0, name: user } },
  );

export const renameRoom = (room: Room, name: string): Promise<boolean> =>
  act<'name-room', 'roomNamed'>(
    room,
    'name-room',
    { room: nameOf(room), name },
    { kind: 'roomNamed', before: room.name },
    name,
  );

export const closeRoom = (room: Room): Promise<boolean> =>
  act<'close', 'closed'>(room, 'close', { room: nameOf(room) }, { kind: 'closed' });

/** An empty text removes the topic. */
export const setTopic = (room: Room, text: string): Promise<boolean> =>
  act<'topic', 'topic'>(room, 'topic', { room: nameOf(room), text }, { kind: 'topic', text });

/** Values that mean that a setting is off; as a key they are an ordinary value. */
const offs: ReadonlySet<string> = new Set(['no', '0', 'since-joining']);

/** An empty value resets the setting. */
export const setSetting = (room: Room, name: RoomSettingName, value: string): Promise<boolean> => {
  const kept = name !== 'key' && offs.has(value) ? '' : value;
  return act<'set', 'set'>(room, 'set', { room: nameOf(room), name, value }, { kind: 'set', name, value: kept });
};
