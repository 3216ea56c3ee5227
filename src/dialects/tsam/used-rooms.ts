import type { Seq } from '#chat/event.ts';
import { maxRooms } from '#chat/limits.ts';
import { fold } from '#chat/names/names.ts';
import type { Refusal } from '#chat/refusal.ts';

/** A client joins a room at its first use. `refused`: why not; what it has asked for meanwhile is answered with this. */
export interface Joining {
  refused: Refusal | undefined;
}

/** A room that a client has used. */
export interface UsedRoom {
  /** Undefined: it joins the room, perhaps again, with its next use. */
  joining: Joining | undefined;
  /** The last entry read; undefined before the first request. */
  read: Seq | undefined;
}

/** By folded name: the rooms that a client used last, as many as a user can be in. */
export class UsedRooms {
  readonly #rooms = new Map<string, UsedRoom>();

  /** Puts it last. */
  use(name: string): UsedRoom {
    const key = fold(name);
    const room = this.#rooms.get(key) ?? { joining: undefined, read: undefined };
    this.#put(key, room);
    return room;
  }

  /** `joining`: only if it was not joined again since. */
  leave(name: string, joining?: Joining): void {
    const room = this.#rooms.get(fold(name));
    if (room && (!joining || room.joining === joining)) room.joining = undefined;
  }

  leaveAll(): void {
    for (const room of this.#rooms.values()) room.joining = undefined;
  }

  /** What was read is read under the new name, too. Another room may get the old name: that is not joined unasked. */
  renamed(before: string, name: string): void {
    const [old, key] = [fold(before), fold(name)];
    const room = this.#rooms.get(old);
    if (!room || old === key) return;
    this.#rooms.set(old, { joining: room.joining, read: undefined });
    this.#put(key, room);
  }

  #put(key: string, room: UsedRoom): void {
    this.#rooms.delete(key);
    for (const oldest of this.#rooms.keys()) {
      if (this.#rooms.size < maxRooms) break;
      this.#rooms.delete(oldest);
    }
    this.#rooms.set(key, room);
  }
}
