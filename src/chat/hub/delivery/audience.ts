import type { RoomId, Seq, UserId } from '#chat/event.ts';
import { maxRooms } from '#chat/limits.ts';
import { noRooms, type Seat } from '#chat/hub/seat.ts';
import type { Format } from '#chat/hub/format.ts';

/** The seats that hear one room. */
export interface Hearers {
  readonly groups: Map<Format, Set<Seat>>;
  /** Number of seats. */
  count: number;
  /** The last batch that has entries for them; see `BatchBudget`. */
  batch: number;
  /** The last message, or removal of one, that they heard. */
  said: Seq;
  /** A list of this room only, shared by all seats that hear no other room. */
  readonly thisRoomOnly: readonly RoomId[];
}

type Groups = ReadonlyMap<Format, ReadonlySet<Seat>>;

const nobody: Groups = new Map();
const noSeats: readonly Seat[] = [];

/** Who hears on this node: seats by the room they hear, grouped by their format, and by their user. */
export class Audience {
  readonly #rooms = new Map<RoomId, Hearers>();
  /** A single seat, as nearly all users have, needs no array. */
  readonly #users = new Map<UserId, Seat | readonly Seat[]>();

  hearing(room: RoomId): Groups {
    return this.#rooms.get(room)?.groups ?? nobody;
  }

  hearersOf(room: RoomId): Hearers | undefined {
    return this.#rooms.get(room);
  }

  seatsOf(user: UserId): readonly Seat[] {
    const found = this.#users.get(user);
    if (found === undefined) return noSeats;
    return isSeat(found) ? (found.alone ??= [found]) : found;
  }

  seat(seat: Seat, user: UserId): void {
    seat.user = user;
    const before = this.seatsOf(user);
    this.#users.set(user, before.length === 0 ? seat : [...before, seat]);
  }

  /** The seat belongs to no user any more, and hears nothing. */
  unseat(seat: Seat): void {
    for (const room of seat.heard) this.#forget(seat, room);
    seat.heard = noRooms;
    this.#leave(seat);
    seat.user = 0;
  }

  #leave(seat: Seat): void {
    const found = this.#users.get(seat.user);
    if (found === seat) this.#users.delete(seat.user);
    if (found === undefined || isSeat(found)) return;
    const left = found.filter((other) => other !== seat);
    const [only] = left;
    if (only) this.#users.set(seat.user, left.length === 1 ? only : left);
    else this.#users.delete(seat.user);
  }

  /** False when the seat hears the room already. */
  hear(seat: Seat, room: RoomId): boolean {
    if (seat.heard.includes(room)) return false;
    let hearers = this.#rooms.get(room);
    if (!hearers)
      this.#rooms.set(room, (hearers = { groups: new Map(), count: 0, batch: 0, said: 0, thisRoomOnly: [room] }));
    seat.heard = seat.heard.length === 0 ? hearers.thisRoomOnly : seat.heard.concat(room);
    hearers.count++;
    join(hearers, seat);
    return true;
  }

  /** `change` gives the seat another format; it hears the same rooms as before. */
  become(seat: Seat, change: () => void): void {
    const rooms = seat.heard.map((room) => this.#rooms.get(room)).filter((hearers) => hearers !== undefined);
    for (const hearers of rooms) leave(hearers, seat);
    change();
    for (const hearers of rooms) join(hearers, seat);
  }

  /** The seat has asked to hear the room. Beyond the number of channels a user can be in, the oldest request is dropped. */
  want(seat: Seat, room: RoomId): void {
    if (seat.wanted.includes(room)) return;
    const alone = this.#rooms.get(room)?.thisRoomOnly ?? [room];
    seat.wanted = seat.wanted.length === 0 ? alone : [...seat.wanted, room].slice(-maxRooms);
  }

  mute(seat: Seat, room: RoomId): void {
    seat.heard = without(seat.heard, room);
    this.#forget(seat, room);
  }

  /** Nobody hears the room any more. Returns who did. */
  close(room: RoomId): Hearers | undefined {
    const hearers = this.#rooms.get(room);
    this.#rooms.delete(room);
    for (const seats of hearers?.groups.values() ?? [])
      for (const seat of seats) seat.heard = without(seat.heard, room);
    return hearers;
  }

  #forget(seat: Seat, room: RoomId): void {
    const hearers = this.#rooms.get(room);
    if (!hearers || !leave(hearers, seat)) return;
    hearers.count--;
    if (hearers.count === 0) this.#rooms.delete(room);
  }
}

const without = (rooms: readonly RoomId[], room: RoomId): readonly RoomId[] =>
  rooms.length === 1 && rooms[0] === room ? noRooms : rooms.filter((each) => each !== room);

function join({ groups }: Hearers, seat: Seat): void {
  const group = groups.get(seat.format);
  if (group) group.add(seat);
  else groups.set(seat.format, new Set([seat]));
}

/** False when the seat was not among them. */
function leave({ groups }: Hearers, seat: Seat): boolean {
  const group = groups.get(seat.format);
  if (!group?.delete(seat)) return false;
  if (group.size === 0) groups.delete(seat.format);
  return true;
}

const isSeat = (found: Seat | readonly Seat[]): found is Seat => 'session' in found;
