import { Cache } from '#chat/cache.ts';
import type { RoomId, Seq } from '#chat/event.ts';
import { integerOrNull } from './row-values.ts';
import type { Statements } from './statements.ts';

/** Rooms that are cached. */
const cachedRooms = 8192;

/** The place of the latest join of each channel: read from all members once, then updated. */
export class NewestJoins {
  readonly #on: Statements;
  readonly #seqs = new Cache<RoomId, Seq>(cachedRooms);

  constructor(on: Statements) {
    this.#on = on;
  }

  /** 0: the room has no members. */
  get(room: RoomId): Seq {
    let seq = this.#seqs.get(room);
    if (seq === undefined) {
      seq = integerOrNull(this.#on.newestJoin.get(room)?.[0] ?? null) ?? 0;
      this.#seqs.set(room, seq);
    }
    return seq;
  }

  joined(room: RoomId, seq: Seq): void {
    if (this.#seqs.get(room) !== undefined) this.#seqs.set(room, seq);
  }

  /** The batch was rolled back. */
  forget(): void {
    this.#seqs.clear();
  }
}
