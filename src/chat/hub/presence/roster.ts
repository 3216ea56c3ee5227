import type { AccountChanged, Effect, MemberMoved, Presence } from '#chat/effect.ts';
import type { Membership, Role, RoomId, RoomRef, Speaker, UserId } from '#chat/event.ts';
import { isGroupName } from '#chat/names/names.ts';
import type { Person } from '#chat/person.ts';
import type { Store } from '#chat/ports.ts';
import { SortedById } from './sorted-by-id.ts';

/** A user who is present, on any node, and the channels it is a member of. */
class PresentUser implements Speaker {
  readonly id: UserId;
  name: string;
  account: boolean;
  away: string;
  idle = false;
  rooms: readonly Membership[];

  constructor(id: UserId, name: string, account: boolean, rooms: readonly Membership[], away: string) {
    this.id = id;
    this.name = name;
    this.account = account;
    this.rooms = rooms;
    this.away = away;
  }
}

/** The present members of a room. `listed`: the list of them that was returned last, until it changes. */
interface RoomMembers {
  readonly users: SortedById<PresentUser>;
  listed: readonly Person[] | undefined;
}

const nobody: readonly Person[] = [];

/**
 * Who is present, and in which channels, as of the last outcome that was shown: replayed from effects, equally on each
 * node. The world may be ahead of it by a batch that is not durable yet.
 */
export class Roster {
  readonly #users = new SortedById<PresentUser>();
  readonly #rooms = new Map<RoomId, RoomMembers>();
  #online: { readonly limit: number; readonly list: readonly Person[] } | undefined;

  constructor(store: Pick<Store, 'present' | 'memberships'>) {
    for (const { user, guest, away } of store.present()) {
      if (!this.isHere(user.id)) this.#add(user.id, user.name, !guest, store.memberships(user.id), away);
    }
  }

  isHere(user: UserId): boolean {
    return this.#users.get(user) !== undefined;
  }

  /** A present user. */
  find(user: UserId): Person | undefined {
    const found = this.#users.get(user);
    return found && speaker(found);
  }

  /** Whether a present user has said that it is away. */
  isAway(user: UserId): boolean {
    return (this.#users.get(user)?.away ?? '') !== '';
  }

  /** The channels that a present user is a member of. */
  roomsOf(user: UserId): readonly Membership[] {
    return this.#users.get(user)?.rooms ?? [];
  }

  /** The role of a present member; undefined for everybody else, and in direct rooms. */
  roleOf(room: RoomId, user: UserId): Role | undefined {
    return this.#users.get(user)?.rooms.find(({ id }) => id === room)?.role;
  }

  /** The present members of a room, by id. */
  of(room: RoomId): readonly Person[] {
    const members = this.#rooms.get(room);
    if (!members) return nobody;
    return (members.listed ??= members.users.items.map(speaker));
  }

  /** The number of present members of a room. */
  count(room: RoomId): number {
    return this.#rooms.get(room)?.users.size ?? 0;
  }

  /** At most `limit` people, by id. The same array until a user arrives, departs or is renamed, or `limit` differs. */
  online(limit: number): readonly Person[] {
    if (this.#online?.limit !== limit) {
      this.#online = { limit, list: this.#users.items.values().filter(isPerson).take(limit).map(speaker).toArray() };
    }
    return this.#online.list;
  }

  /** Not in the order: as its sessions on this node say. */
  setIdle(user: UserId, idle: boolean): void {
    this.#change(user, (each) => (each.idle = idle));
  }

  apply(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'presence') this.#move(effect);
      else if (effect.kind === 'member') this.#moveMember(effect);
      else if (effect.kind === 'role') this.#changeRole(effect.room, effect.user, effect.role);
      else if (effect.kind === 'roomName') this.#renameRoom(effect.room);
      else if (effect.kind === 'roomClosed') this.#closeRoom(effect.room.id);
      else if (effect.kind === 'name') this.#change(effect.user.id, (user) => (user.name = effect.user.name));
      else if (effect.kind === 'away') this.#change(effect.user, (user) => (user.away = effect.text));
      else if (effect.kind === 'account') this.#changeAccount(effect);
    }
  }

  #move({ user: { id, name }, guest, here, rooms, away }: Presence): void {
    if (here) return this.#add(id, name, !guest, rooms, away);
    const user = this.#users.get(id);
    if (!user) return;
    this.#users.remove(id);
    this.#online = undefined;
    for (const room of user.rooms) this.#leave(user, room.id);
  }

  #add(id: UserId, name: string, account: boolean, rooms: readonly Membership[], away = ''): void {
    const user = new PresentUser(id, name, account, rooms, away);
    this.#users.add(user);
    this.#online = undefined;
    for (const room of rooms) this.#enter(user, room.id);
  }

  /** A user who is not present is looked up in the store. */
  #moveMember({ room, user: id, role }: MemberMoved): void {
    const user = this.#users.get(id);
    if (!user || user.rooms.some((each) => each.id === room.id) === (role !== undefined)) return;
    user.rooms = role ? [...user.rooms, { ...room, role }] : without(user.rooms, room.id);
    if (role) this.#enter(user, room.id);
    else this.#leave(user, room.id);
  }

  #changeRole(room: RoomId, id: UserId, role: Role): void {
    const user = this.#users.get(id);
    if (user) user.rooms = user.rooms.map((each) => (each.id === room ? { ...each, role } : each));
  }

  #renameRoom({ id, name }: RoomRef): void {
    for (const user of this.#rooms.get(id)?.users.items ?? []) {
      user.rooms = user.rooms.map((each) => (each.id === id ? { ...each, name } : each));
    }
  }

  #closeRoom(room: RoomId): void {
    for (const user of this.#rooms.get(room)?.users.items ?? []) user.rooms = without(user.rooms, room);
    this.#rooms.delete(room);
  }

  #changeAccount({ change, user: { id } }: AccountChanged): void {
    if (change !== 'credential') this.#change(id, (user) => (user.account = change === 'made'));
  }

  #change(id: UserId, change: (user: PresentUser) => void): void {
    const user = this.#users.get(id);
    if (!user) return;
    change(user);
    this.#online = undefined;
    for (const room of user.rooms) this.#changed(room.id);
  }

  #enter(user: PresentUser, room: RoomId): void {
    const members = this.#rooms.get(room);
    const users = members?.users ?? new SortedById<PresentUser>();
    if (!members) this.#rooms.set(room, { users, listed: undefined });
    users.add(user);
    this.#changed(room);
  }

  #leave(user: PresentUser, room: RoomId): void {
    const members = this.#rooms.get(room);
    if (!members) return;
    members.users.remove(user.id);
    this.#changed(room);
    if (members.users.size === 0) this.#rooms.delete(room);
  }

  #changed(room: RoomId): void {
    const members = this.#rooms.get(room);
    if (members) members.listed = undefined;
  }
}

const without = (rooms: readonly Membership[], room: RoomId): readonly Membership[] =>
  rooms.filter(({ id }) => id !== room);

/** The group of another server may have come by a link; it is not a person, and not listed. */
const isPerson = ({ name, account }: PresentUser): boolean => !account || !isGroupName(name);

/** With its present name: it may be renamed later. */
const speaker = ({ id, name, account, away, idle }: PresentUser): Person =>
  away === '' && !idle
    ? { id, name, account }
    : { id, name, account, ...(away !== '' && { away }), ...(idle && { idle }) };
