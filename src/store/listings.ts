import { Cache } from '#chat/cache.ts';
import type { RoomId, UserId } from '#chat/event.ts';
import { isListName, type Listing, type ListName } from '#chat/rights/moderation-lists.ts';
import { integer, integerOrNull, type Row, text } from './row-values.ts';
import type { Statements } from './statements.ts';
import { exits, StoreError } from './store-error.ts';

/** Rooms whose lists are cached. */
const cachedRooms = 8192;

/** The lists of rooms and of the server: the table, and a cache of it. */
export class Listings {
  readonly #on: Statements;
  readonly #rooms = new Cache<RoomId, readonly Listing[]>(cachedRooms);
  /** False: no invitations exist, so none are looked up when a guest leaves. */
  #invites: boolean;

  constructor(on: Statements) {
    this.#on = on;
    this.#invites = this.#anyInvitation();
  }

  of(room: RoomId): readonly Listing[] {
    let rows = this.#rooms.get(room);
    if (!rows) this.#rooms.set(room, (rows = this.#on.listings.all(room).map(listingOf)));
    return rows;
  }

  invitations(user: UserId): readonly Listing[] {
    return this.#invites ? this.#on.invitations.all(user).map(listingOf) : [];
  }

  invited(after: UserId, room: RoomId, limit: number): readonly Listing[] {
    return this.#invites ? this.#on.invited.all(after, room, limit).map(listingOf) : [];
  }

  add({ room, list, key, user, shown, by, at, until, reason, seq }: Listing): void {
    this.#on.addListing.get(room, list, key, user ?? null, shown, by.id, by.name, at, until, reason, seq);
    this.#invites ||= list === 'invitation';
    this.#rooms.delete(room);
  }

  remove(room: RoomId, list: ListName, key: string): void {
    this.#on.removeListing.get(room, list, key);
    this.#rooms.delete(room);
  }

  /** The room was closed. */
  removeAll(room: RoomId): void {
    this.#on.removeListings.get(room);
    this.#rooms.delete(room);
  }

  /** The user no longer exists: its invitations are removed. */
  forget(user: UserId): void {
    if (!this.#invites) return;
    for (const { room } of this.invitations(user)) this.#rooms.delete(room);
    this.#on.removeInvitations.get(user);
  }

  /** The batch was rolled back. */
  reload(): void {
    this.#rooms.clear();
    this.#invites = this.#anyInvitation();
  }

  #anyInvitation(): boolean {
    return this.#on.anyInvitation.get() !== undefined;
  }
}

function listingOf(row: Row): Listing {
  const list = text(row[1]);
  if (!isListName(list)) throw new StoreError(exits.corrupt, `The database contains the unknown list ${list}.`);
  return {
    room: integer(row[0]),
    list,
    key: text(row[2]),
    user: integerOrNull(row[3]) ?? undefined,
    shown: text(row[4]),
    by: { id: integer(row[5]), name: text(row[6]) },
    at: integer(row[7]),
    until: integer(row[8]),
    reason: text(row[9]),
    seq: integer(row[10]),
  };
}
