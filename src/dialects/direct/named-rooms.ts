import { maxRooms } from '#chat/limits.ts';
import { fold } from '#chat/names.ts';
import type { RefusalCode } from '#chat/refusal.ts';

/** A room as its session named it first. What is said there is asked with it. */
export interface NamedRoom {
  readonly name: string;
  /** Why it could not be entered. What was said there meanwhile is answered with it. */
  refused: RefusalCode | undefined;
}

/** The rooms a session has named, and entered by that. */
export class NamedRooms {
  /** By folded name. Made with the first, because most sessions name none. */
  #rooms: Map<string, NamedRoom> | undefined = undefined;

  get(name: string): NamedRoom | undefined {
    // Nearly always it is written as it is kept, and needs no folding.
    return this.#rooms && (this.#rooms.get(name) ?? this.#rooms.get(fold(name)));
  }

  /**
   * Another session of the account may have left rooms this one still knows. So the oldest is forgotten where there are
   * more than anybody can be in; whoever names it again enters it again.
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

  /** Only the very room: it may have been named anew since. */
  forget(room: NamedRoom): void {
    if (this.get(room.name) === room) this.#rooms?.delete(fold(room.name));
  }
}
