import { Cache } from '#chat/cache.ts';
import type { RoomId, UserId } from '#chat/event.ts';
import { isListName, type Listing, type ListName } from '#chat/rights/moderation-lists.ts';
import { integer, integerOrNull, type Row, text } from './row-values.ts';
import type { Statements } from './statements.ts';
import { exits, StoreError } from './store-error.ts';

/** Rooms whose lists are cached. */
const cachedRooms = 8192;

/** The lists of rooms and of the server: the table, and a cache of it, which is changed with it: a list may have hundreds of rows. */
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

  add({ room, list, key, user, shown, by: { id, name }, at, until, reason, seq }: Listing): void {
    this.#on.addListing.get(room, list, key, user ?? null, shown, id, name, at, until, reason, seq);
    this.#invites ||= list === 'invitation';
    const rows = this.#rooms.get(room);
    if (!rows) return;
    const row = { room, list, key, user, shown, by: { id, name }, at, until, reason, seq };
    const place = placeOf(rows, list, key);
    this.#rooms.set(room, rows.toSpliced(place, isAt(rows[place], list, key) ? 1 : 0, row));
  }

  remove(room: RoomId, list: ListName, key: string): void {
    this.#on.removeListing.get(room, list, key);
    const rows = this.#rooms.get(room);
    if (!rows) return;
    const place = placeOf(rows, list, key);
    if (isAt(rows[place], list, key)) this.#rooms.set(room, rows.toSpliced(place, 1));
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

const isAt = (row: Listing | undefined, list: ListName, key: string): boolean => row?.list === list && row.key === key;

/** Where that row is among the rows of a room, or belongs: they are in the order of the database, which compares UTF-8. */
function placeOf(rows: readonly Listing[], list: ListName, key: string): number {
  const bytes = Buffer.from(key);
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const row = rows[middle];
    if (row && (row.list === list ? Buffer.compare(Buffer.from(row.key), bytes) < 0 : row.list < list))
      from = middle + 1;
    else to = middle;
  }
  return from;
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
