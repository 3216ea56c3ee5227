import { Cache } from '#chat/cache.ts';
import type { RoomId, UserId } from '#chat/event.ts';
import { type Listing, wholeServer } from '#chat/moderation-lists.ts';
import { type Guard, guardOf, type Immunity, type Lists, listsOf } from './speech-guard.ts';

/** Rooms whose lists are kept ready. */
const cachedRooms = 8192;

const noLists: Lists = listsOf([]);

export interface GuardsOptions {
  readonly nameOf: (room: RoomId) => string | undefined;
  readonly listings: (room: RoomId) => readonly Listing[];
  readonly immunity: (user: UserId, room: RoomId) => Immunity;
  /** What the settings of a room add to the guard of its lists. */
  readonly settings: (room: RoomId, lists: Guard | undefined) => Guard | undefined;
}

/** The lists and guards of all rooms, made when first asked for, and again when a list has changed. */
export class Guards {
  readonly #options: GuardsOptions;
  readonly #lists = new Cache<RoomId, Lists>(cachedRooms);
  readonly #guards = new Cache<RoomId, Guard | null>(cachedRooms);

  constructor(options: GuardsOptions) {
    this.#options = options;
  }

  lists(room: RoomId): Lists {
    let lists = this.#lists.get(room);
    if (!lists) {
      const rows = this.#options.listings(room);
      this.#lists.set(room, (lists = rows.length === 0 ? noLists : listsOf(rows)));
    }
    return lists;
  }

  /** For `wholeServer`: what limits speech everywhere. */
  guard(room: RoomId): Guard | undefined {
    const known = this.#guards.get(room);
    if (known !== undefined) return known ?? undefined;
    const { immunity, nameOf } = this.#options;
    const everywhere = room === wholeServer;
    const made = guardOf({
      room,
      name: () => (everywhere ? undefined : nameOf(room)),
      lists: this.lists(room),
      immunity,
      banned: everywhere ? 'server-banned' : 'banned',
      behind: everywhere ? undefined : this.guard(wholeServer),
    });
    const guard = everywhere ? made : this.#options.settings(room, made);
    this.#guards.set(room, guard ?? null);
    return guard;
  }

  /** A list of the room has changed, or a setting that limits speech. */
  drop(room: RoomId): void {
    this.#lists.delete(room);
    if (room === wholeServer) this.#guards.clear();
    else this.#guards.delete(room);
  }
}
