import { Cache } from '#chat/cache.ts';
import type { RoomId, UserId } from '#chat/event.ts';
import { type Listing, wholeServer } from '#chat/rights/moderation-lists.ts';
import { type SpeechRules, speechRulesOf, type Immunity, type Lists, listsOf } from './speech-rules.ts';

/** Rooms whose lists are kept ready. */
const cachedRooms = 8192;

const noLists: Lists = listsOf([]);

export interface SpeechRulesCacheOptions {
  readonly nameOf: (room: RoomId) => string | undefined;
  readonly listings: (room: RoomId) => readonly Listing[];
  readonly immunity: (user: UserId, room: RoomId) => Immunity;
  /** What the settings of a room add to the rules of its lists. */
  readonly settings: (room: RoomId, lists: SpeechRules | undefined) => SpeechRules | undefined;
}

/** The lists and rules of all rooms, made when first asked for, and again when a list has changed. */
export class SpeechRulesCache {
  readonly #options: SpeechRulesCacheOptions;
  readonly #lists = new Cache<RoomId, Lists>(cachedRooms);
  readonly #rules = new Cache<RoomId, SpeechRules | null>(cachedRooms);

  constructor(options: SpeechRulesCacheOptions) {
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
  rules(room: RoomId): SpeechRules | undefined {
    const known = this.#rules.get(room);
    if (known !== undefined) return known ?? undefined;
    const { immunity, nameOf } = this.#options;
    const everywhere = room === wholeServer;
    const made = speechRulesOf({
      room,
      name: () => (everywhere ? undefined : nameOf(room)),
      lists: this.lists(room),
      immunity,
      banned: everywhere ? 'server-banned' : 'banned',
      everywhere: everywhere ? undefined : this.rules(wholeServer),
    });
    const rules = everywhere ? made : this.#options.settings(room, made);
    this.#rules.set(room, rules ?? null);
    return rules;
  }

  /** A list of the room has changed, or a setting that limits speech. */
  drop(room: RoomId): void {
    this.#lists.delete(room);
    if (room === wholeServer) this.#rules.clear();
    else this.#rules.delete(room);
  }
}
