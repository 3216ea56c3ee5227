import { isChannel, type Role, type RoomId, type RoomRef, type Seq, type UserId } from '#chat/event.ts';
import type { RoomRow, Store } from '#chat/ports.ts';
import type { Person } from '#chat/person.ts';
import type { Roster } from '#chat/hub/presence/roster.ts';
import type { ShownRooms } from './shown-rooms.ts';

/** Members, or rooms, examined for one page. */
const maxPage = 1000;

/** What is shown so far, and the store for the rest. */
export interface Shown {
  readonly roster: Roster;
  readonly store: Pick<Store, 'account' | 'members' | 'rooms'>;
  readonly states: ShownRooms;
  /** Never beyond what has been delivered. */
  readonly shown: Seq;
}

/** A member of a channel. */
export interface Member {
  readonly user: Person;
  readonly role: Role;
  /** At least one of its sessions is present, on some node. */
  readonly here: boolean;
}

/** A channel, and how many of its members are present. */
export interface RoomSeen {
  readonly room: RoomRef;
  readonly here: number;
}

/**
 * One page of a list. It may hold fewer items than asked for, and still not be the last. `next`: the key of the next page;
 * undefined at the end.
 */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly next: number | undefined;
}

/** The members of a channel with a greater id, by id: present ones from the roster, the others from the store. */
export function membersOf(from: Shown, { id }: RoomRow, after: UserId, wanted: number): Listed<Member> {
  const limit = bounded(wanted);
  const rows = from.store.members(id, after, limit);
  const end = rows.length < limit ? Infinity : (rows.at(-1)?.user ?? Infinity);
  const here = from.roster.of(id).filter((user) => user.id > after && user.id <= end);
  const away = rows.flatMap(({ user, role, joined, left = Infinity }): Member[] => {
    if (joined > from.shown || left <= from.shown || from.roster.isHere(user)) return [];
    const account = from.store.account(user);
    if (!account) return [];
    const person: Person = { id: user, name: account.name, account: true };
    return [{ user: account.away === undefined ? person : { ...person, away: account.away }, role, here: false }];
  });
  const all = [
    ...here.map((user): Member => ({ user, role: from.roster.roleOf(id, user.id) ?? 'member', here: true })),
    ...away,
  ];
  const items = all.sort((one, other) => one.user.id - other.user.id).slice(0, limit);
  const cut = items.length < all.length;
  return { items, next: cut ? items.at(-1)?.user.id : end === Infinity ? undefined : end };
}

/** The channels with a greater id, by id; without those that are not to be seen. */
export function channelsOf(
  { roster, states, store, shown }: Shown,
  after: RoomId,
  wanted: number,
  sees: (room: RoomId) => boolean,
): Listed<RoomSeen> {
  const limit = bounded(wanted);
  const rows = store.rooms(after, limit);
  const items = rows
    .filter((room) => room.id <= shown && isChannel(room) && !room.closed && sees(room.id))
    .map((room): RoomSeen => ({
      room: { id: room.id, name: states.nameOf(room, shown) },
      here: roster.count(room.id),
    }));
  return { items, next: rows.length < limit ? undefined : rows.at(-1)?.id };
}

const bounded = (limit: number): number => Math.max(1, Math.min(limit, maxPage));
