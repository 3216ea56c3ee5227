import { maxRooms } from '#chat/limits.ts';
import { fold } from '#chat/names/names.ts';
import type { Refusal } from '#chat/refusal.ts';

/** A room, as its session first named it. Also the ask of messages to it. */
export interface NamedRoom {
  readonly name: string;
  /** Why joining it was refused; messages sent meanwhile are answered with this. */
  refused: Refusal | undefined;
}

/** The rooms that a session has named and so joined. */
export class NamedRooms {
  /** The rooms by folded name. The map is created with the first room, because most sessions name no room. */
  #rooms: Map<string, NamedRoom> | undefined = undefined;

  get(name: string): NamedRoom | undefined {
    // Usually the name is written as stored and needs no folding.
    return this.#rooms && (this.#rooms.get(name) ?? this.#rooms.get(fold(name)));
  }

  /**
   * Another session of the account may have left rooms in this list. So the oldest is dropped when there are more than
   * a user can join; naming it again joins it again.
   */
  add(name: string): NamedRoom {
    const rooms = (this.#rooms ??= new Map());
    for (const oldest of rooms.keys()) {
      if (rooms.size < maxRooms) break;
      rooms.delete(oldest);
    }
    const room: NamedRoom = { name, refused: undefined };
    rooms.set(fold(name), room);
    return room;
  }

  /** Only this object: the room may have been named again since. */
  forget(room: NamedRoom): void {
    if (this.get(room.name) === room) this.#rooms?.delete(fold(room.name));
  }
}
