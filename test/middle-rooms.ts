import type { Asked, Role } from '#chat/event.ts';

import type { User } from './middle-words.ts';
import { isRoom, same } from './middle-words.ts';

/** A channel. `key`: its fixed name in the model, also after a rename. */
export interface Room {
  readonly key: string;
  name: string;
  readonly members: Map<User, { role: Role; readonly joined: number }>;
  readonly set: Map<string, string>;
  /** Names it had before. */
  former: readonly string[];
}

export type Administration = Asked<'role' | 'set' | 'roomNamed' | 'closed'>;

const roles: readonly Role[] = ['member', 'voice', 'operator', 'owner'];
const atLeast = (role: Role | undefined, least: Role): boolean =>
  role !== undefined && roles.indexOf(role) >= roles.indexOf(least);

/** The channels of the reference model: their members, roles and rights. */
export class RoomsModel {
  #open: Room[] = [];

  named(name: string): Room | undefined {
    return this.#open.find((room) => same(room.name, name));
  }

  ofKey(key: string): Room | undefined {
    return this.#open.find((room) => room.key === key);
  }

  /** Whether an unknown name was the old name of one of the user's rooms. */
  isFormer(name: string, user: User): boolean {
    const had = ({ members, former }: Room): boolean => members.has(user) && former.some((each) => same(each, name));
    return this.#open.some(had);
  }

  /** `seq`: of the entry, which creates the room if it does not exist. */
  enter(user: User, name: string, seq: number): Room {
    const found = this.named(name);
    const room: Room = found ?? { key: `#${seq}`, name, members: new Map(), set: new Map(), former: [] };
    if (!found) this.#open.push(room);
    room.members.set(user, { role: found ? 'member' : 'owner', joined: seq });
    return room;
  }

  left(user: User, room: Room): void {
    this.#ends([user], [room], (each) => each.members.delete(user));
  }

  /** They lose all memberships. */
  gone(users: readonly User[]): void {
    this.#ends(users, this.#open, (room) => users.forEach((user) => room.members.delete(user)));
  }

  /** Its account was removed; it stays as a guest. */
  demoted(user: User): void {
    this.#ends([user], this.#open, ({ members }) => {
      const member = members.get(user);
      if (member) member.role = 'member';
    });
  }

  /** The operator who joined first follows the last owner. */
  #ends(users: readonly User[], rooms: readonly Room[], end: (room: Room) => void): void {
    for (const room of rooms) {
      const owned = users.some((user) => room.members.get(user)?.role === 'owner');
      end(room);
      const others = [...room.members].filter(([user, { role }]) => !users.includes(user) && atLeast(role, 'operator'));
      if (!owned || others.some(([, { role }]) => role === 'owner')) continue;
      others.sort(([one, { joined }], [other, { joined: then }]) => joined - then || one.id - other.id);
      const [heir] = others;
      if (heir) heir[1].role = 'owner';
    }
  }

  /** Why a room is not one of the user's. */
  notIn(room: Room | undefined, user: User): string | undefined {
    if (!room || (room.set.has('secret') && !room.members.has(user))) return 'no-room';
    return room.members.has(user) ? undefined : 'not-member';
  }

  whyShut({ set }: Room, { guest }: User, key: string | undefined): string | undefined {
    const code =
      guest && set.has('accounts-only')
        ? 'accounts-only'
        : set.has('key') && set.get('key') !== key
          ? 'wrong-key'
          : undefined;
    return code && set.has('secret') ? 'no-room' : code;
  }

  isSilent({ set, members }: Room, user: User): boolean {
    return set.has('moderated') && !atLeast(members.get(user)?.role, 'voice');
  }

  whyNoTopic(room: Room, user: User): string | undefined {
    if (room.set.has('topic-locked') && !this.is(room, user, 'operator')) return 'not-allowed';
    return this.isSilent(room, user) ? 'moderated' : undefined;
  }

  is({ members }: Room, user: User, least: Role): boolean {
    return atLeast(members.get(user)?.role, least);
  }

  /** Undefined: the role is changed. */
  #role({ role: to }: Asked<'role'>, room: Room | undefined, user: User, other: User | undefined): string | undefined {
    if (!room || this.notIn(room, user) === 'no-room') return 'no-room';
    const member = other && room.members.get(other);
    if (!member || !other) return 'user-not-here';
    const own = room.members.get(user)?.role;
    const givesUp = other === user && !atLeast(to, member.role);
    if (!givesUp) {
      if (!own) return 'not-member';
      if (own !== 'owner') {
        const above = other !== user && atLeast(member.role, own);
        if (!atLeast(own, 'operator') || above || atLeast(to, own)) return 'not-allowed';
      }
    }
    if (to === member.role) return 'no-op';
    const owners = [...room.members.values()].filter(({ role }) => role === 'owner').length;
    if (member.role === 'owner' && owners === 1) return 'last-owner';
    member.role = to;
    return undefined;
  }

  /** Undefined: it is done. `other`: whose role is changed. */
  administer(event: Administration, room: Room | undefined, user: User, other: User | undefined): string | undefined {
    switch (event.kind) {
      case 'role':
        return this.#role(event, room, user, other);
      case 'set':
        return this.#set(event, room, user);
      case 'roomNamed':
        return this.#rename(event, room, user);
      case 'closed':
        return this.#close(room, user);
    }
  }

  /** Undefined: it is set. */
  #set({ name, value }: Asked<'set'>, room: Room | undefined, user: User): string | undefined {
    const why = this.#whyNot(room, user, name === 'history' ? 'owner' : 'operator');
    if (why || !room) return why;
    if ((room.set.get(name) ?? '') === value) return 'no-op';
    if (value === '') room.set.delete(name);
    else room.set.set(name, value);
    return undefined;
  }

  /** Undefined: it has the name. */
  #rename({ name }: Asked<'roomNamed'>, room: Room | undefined, user: User): string | undefined {
    const why = this.#whyNot(room, user, 'owner');
    if (why || !room) return why;
    if (!isRoom(name)) return 'room-invalid';
    if (name === room.name) return 'no-op';
    const holder = this.named(name);
    if (holder && holder !== room) return 'name-taken';
    room.former = [...room.former.filter((each) => !same(each, room.name)), room.name].slice(-8);
    room.name = name;
    return undefined;
  }

  /** Undefined: it is closed. */
  #close(room: Room | undefined, user: User): string | undefined {
    const why = this.#whyNot(room, user, 'owner');
    if (!why) this.#open = this.#open.filter((each) => each !== room);
    return why;
  }

  #whyNot(room: Room | undefined, user: User, least: Role): string | undefined {
    return this.notIn(room, user) ?? (room && this.is(room, user, least) ? undefined : 'not-allowed');
  }
}
