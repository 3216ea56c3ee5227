import { Cache } from '#chat/cache.ts';
import type { Membership, RoomId, RoomRef, UserId } from '#chat/event.ts';
import { keyOf } from '#chat/names/name-keys.ts';
import type { RoomRow, Store } from '#chat/ports.ts';

/** Rooms and channel names that are cached: some 200 bytes each. */
const cachedRooms = 8192;

/** Rooms that were looked up in the store. */
export class RoomCache {
  readonly #store: Pick<Store, 'channel' | 'direct'>;
  readonly #channels = new Cache<string, RoomRow>(cachedRooms);
  readonly #directs = new Cache<string, RoomRow>(cachedRooms);
  readonly #lists = new Cache<RoomId, readonly Membership[]>(cachedRooms);

  constructor(store: Pick<Store, 'channel' | 'direct'>) {
    this.#store = store;
  }

  /** By its name as a user wrote it. */
  channel(name: string): RoomRow | undefined {
    const cached = this.#channels.get(name);
    if (cached) return cached;
    const found = this.#store.channel(keyOf((key) => this.#store.channel(key), name));
    if (found) this.#channels.set(name, found);
    return found;
  }

  direct(one: UserId, other: UserId): RoomRow | undefined {
    const [low, high] = one < other ? [one, other] : [other, one];
    const key = `${low}:${high}`;
    const cached = this.#directs.get(key);
    if (cached) return cached;
    const found = this.#store.direct(low, high);
    if (found) this.#directs.set(key, found);
    return found;
  }

  /** See `World.membershipInOnly`. */
  membershipInOnly({ id, name }: RoomRef): readonly Membership[] {
    let list = this.#lists.get(id);
    if (!list) this.#lists.set(id, (list = [{ id, name, role: 'member' }]));
    return list;
  }

  /** A list of memberships, shared where it may be. */
  shared(rooms: readonly Membership[]): readonly Membership[] {
    const [only] = rooms;
    return only?.role === 'member' && rooms.length === 1 ? this.membershipInOnly(only) : rooms;
  }

  /** The channel has another name, or was closed. It may be cached by any number of names as written. */
  forget(id: RoomId): void {
    this.#channels.clear();
    this.#lists.delete(id);
  }
}
