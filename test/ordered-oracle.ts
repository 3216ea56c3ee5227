import type { Entry, UserRef } from '#chat/event.ts';
import type { Store } from '#chat/ports.ts';
import { targetsOf } from '#chat/events/event-targets.ts';

import type { Member } from './middle-node.ts';

/** What a user was given when everything up to `at` was shown: entries, and names of rooms. */
export interface Read {
  readonly user: number;
  readonly at: number;
  readonly seqs: readonly number[];
  readonly named: readonly string[];
}

/** A channel, derived from its entries. */
interface Told {
  name: string;
  secret: boolean;
  open: boolean;
  readonly members: Set<number>;
}

/**
 * Watches an order go by and knows, from nothing but its entries, who may hear and read what: the members of a room,
 * those to whom something is done, the two of a direct room. Finds nobody who was given more.
 */
export class Oracle {
  /** Sentences about users who were given too much. */
  readonly found: string[] = [];
  readonly #rooms = new Map<number, Told>();
  readonly #guests = new Set<number>();
  /** By entry: the users who may have it, and its room. */
  readonly #may = new Map<number, { readonly users: ReadonlySet<number>; readonly room: number }>();

  /** `reads`: by when they were made. */
  constructor(entries: readonly Entry[], reads: readonly Read[], store: Store) {
    const waiting = reads.toSorted((one, other) => one.at - other.at);
    for (const entry of entries) {
      while (waiting[0] && waiting[0].at < entry.seq) this.#judge(waiting.shift());
      const before = this.#concerned(entry, store);
      this.#take(entry);
      const users = new Set([...before, ...this.#concerned(entry, store), entry.from.id]);
      for (const { id } of targetsOf(entry.event)) users.add(id);
      this.#may.set(entry.seq, { users, room: entry.room?.id ?? 0 });
    }
    for (const read of waiting) this.#judge(read);
  }

  /** `users`: all that the session was, one after the other. */
  hears({ key, recorder }: Member, users: readonly number[]): void {
    for (const { seq } of recorder.heard) {
      if (!users.some((user) => this.#may.get(seq)?.users.has(user))) this.found.push(`${key} heard ${seq}`);
    }
  }

  #judge(read: Read | undefined): void {
    if (!read) return;
    const { user, seqs, named, at } = read;
    for (const seq of seqs) {
      const { users, room = 0 } = this.#may.get(seq) ?? {};
      const all = this.#rooms.get(room);
      if (!users?.has(user) && !(all?.open && all.members.has(user))) this.found.push(`${user} read ${seq} at ${at}`);
    }
    for (const room of this.#rooms.values()) {
      const hidden = room.secret && named.includes(room.name) && !room.members.has(user);
      if (hidden && !this.#guests.has(-user)) this.found.push(`${user} was told of ${room.name} at ${at}`);
    }
  }

  /** The members of the rooms an entry is about. */
  #concerned({ room, from, event }: Entry, store: Store): readonly number[] {
    if (room && !room.name.startsWith('#')) return store.room(room.id)?.pair ?? [];
    if (room && event.kind !== 'came') return [...(this.#rooms.get(room.id)?.members ?? [])];
    const about = new Set([from.id, ...(event.kind === 'began' ? event.ended.map(({ id }) => id) : [])]);
    if (event.kind === 'came' && event.was) about.add(event.was.id);
    const rooms = [...this.#rooms.values()].filter(({ members }) => [...about].some((user) => members.has(user)));
    return rooms.flatMap(({ members }) => [...members]);
  }

  #take({ event, from, room }: Entry): void {
    const told = room?.name.startsWith('#') ? this.#roomOf(room) : undefined;
    switch (event.kind) {
      case 'came':
        for (const each of event.memberships) this.#roomOf(each).members.add(from.id);
        if (event.guest) this.#guests.add(from.id);
        if (event.was) this.#gone([event.was]);
        return;
      case 'registered':
        this.#guests.delete(from.id);
        return;
      case 'went':
        return this.#gone([from]);
      case 'began':
        return this.#gone(event.ended);
      case 'joined':
        told?.members.add(from.id);
        return;
      case 'left':
        told?.members.delete(from.id);
        return;
      case 'kicked':
        told?.members.delete(event.user.id);
        return;
      case 'listed':
        for (const { id } of event.kicked ?? []) told?.members.delete(id);
        return;
      case 'closed':
        // Another room may take its name.
        if (told) told.secret = false;
        told?.members.clear();
        return;
      case 'roomNamed':
        if (told && room) told.name = room.name;
        return;
      case 'serverRole':
        // Servers' operators see all rooms.
        if (event.role === 'none') this.#guests.delete(-event.user.id);
        else this.#guests.add(-event.user.id);
        return;
      case 'set':
        if (told && event.name === 'secret') told.secret = event.value !== '';
        if (told && event.name === 'history') told.open = event.value === 'all';
        return;
      default:
        return;
    }
  }

  /** A guest ends with its session. */
  #gone(users: readonly UserRef[]): void {
    for (const { id } of users) {
      if (!this.#guests.delete(id)) continue;
      for (const { members } of this.#rooms.values()) members.delete(id);
    }
  }

  #roomOf({ id, name }: { readonly id: number; readonly name: string }): Told {
    const told = this.#rooms.get(id) ?? { name, secret: false, open: false, members: new Set() };
    this.#rooms.set(id, told);
    return told;
  }
}
