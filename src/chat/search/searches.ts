import type { Millis, RoomId, Seq, UserId } from '#chat/event.ts';
import { nobody } from '#chat/readable/ignoring.ts';
import { seenChannel } from '#chat/order/channels.ts';
import { renamedSince } from '#chat/order/former-names.ts';
import { userNamed, type World } from '#chat/order/world.ts';
import type { Readable, Store } from '#chat/ports.ts';
import { readableEntry, readable, readableInbox, type Reading } from '#chat/readable/readable.ts';
import type { Reader } from '#chat/readable/reader.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import type { ClientItem } from '#turns/client-turns.ts';
import { NetworkQueue } from '#turns/network-queue.ts';
import { asWritten } from '#chat/names/names.ts';
import { networkOf } from '#chat/network.ts';
import type { Found, SearchAnswer, SearchHit, SearchIndex } from './search-index.ts';
import { type InvalidQuery, parseQuery, type SearchQuery } from './search-query.ts';
import { maxInJson } from '#text/json-length.ts';

/** Messages in one answer, at most. */
export const maxHits = 50;

export interface SearchPage {
  /** At most `maxHits`. */
  readonly limit: number;
  /** Only messages with a lower seq: `more` of the page before. */
  readonly below?: Seq | undefined;
}

export interface SearchesOptions {
  readonly index: SearchIndex;
  readonly world: World;
  readonly store: Pick<Store, 'entry' | 'ignored' | 'member' | 'memberships' | 'roomState'>;
  /** The last place that was shown. */
  readonly shown: () => Seq;
  readonly now: () => Millis;
  /** Called with an error of ours, or of the store: that search is `unavailable`. */
  readonly onBug: (error: unknown) => void;
}

/** A search that waits for its turn. */
interface Waiting extends ClientItem {
  /** False: other searches from there came before it. */
  readonly settle: (isItsTurn: boolean) => void;
}

/**
 * Searches. One is under way at a time, of each network in turn and of each user there, and a session, or the holder
 * of a grant, waits for its answer before it may search again: so a search delays others by the time of one answer at
 * most.
 */
export class Searches {
  readonly #options: SearchesOptions;
  readonly #lane = new NetworkQueue<Waiting>();
  readonly #asking = new WeakSet<Reader>();
  #busy = false;

  constructor(options: SearchesOptions) {
    this.#options = options;
  }

  /** Finds messages that the reader's user may read. See `searchForms` for `text`. Never rejects. */
  async search(
    reader: Reader,
    text: string,
    page: SearchPage,
  ): Promise<SearchAnswer | RefusalCode | Refusal | InvalidQuery> {
    try {
      return await this.#inTurn(reader, text, page);
    } catch (error) {
      this.#options.onBug(error);
      return 'unavailable';
    }
  }

  async #inTurn(
    reader: Reader,
    text: string,
    page: SearchPage,
  ): Promise<SearchAnswer | RefusalCode | Refusal | InvalidQuery> {
    const query = parseQuery(text, this.#options.now());
    if ('error' in query) return query;
    if (reader.user === 0) return 'not-here';
    if (this.#asking.has(reader)) return 'search-busy';
    this.#asking.add(reader);
    try {
      if (!(await this.#turn(reader))) return 'search-busy';
      try {
        return await this.#answer(reader.user, query, page);
      } finally {
        this.#next();
      }
    } finally {
      this.#asking.delete(reader);
    }
  }

  /** Resolves when it is its turn; with false if too many of its network, or of its user there, wait. */
  #turn({ address, user }: Reader): boolean | Promise<boolean> {
    if (!this.#busy) return (this.#busy = true);
    const asking = { network: networkOf(address), client: `${user}` };
    const space = this.#lane.space(asking);
    if (space === false) return false;
    if (space !== true) {
      this.#lane.delete(space);
      space.settle(false);
    }
    return new Promise((resolve) => {
      const waiting: Waiting = {
        ...asking,
        settle: (isItsTurn) => {
          this.#lane.leave(waiting);
          resolve(isItsTurn);
        },
      };
      this.#lane.enter(waiting);
    });
  }

  #next(): void {
    const next = this.#lane.shift();
    if (next) next.settle(true);
    else this.#busy = false;
  }

  async #answer(
    user: UserId,
    query: SearchQuery,
    { limit, below = Infinity }: SearchPage,
  ): Promise<SearchAnswer | RefusalCode | Refusal> {
    const parts = this.#partsOf(user, query.in);
    if (!Array.isArray(parts)) return parts;
    const { terms, after, before, ranked } = query;
    const from = query.from === undefined ? undefined : asWritten(query.from).folded;
    // Who names a sender asks for what that one has said.
    const without = from === undefined ? this.#options.store.ignored(user) : nobody;
    const bounded = Math.max(1, Math.min(limit, maxHits));
    let found: Found;
    try {
      found = await this.#options.index.find({
        terms,
        from,
        without,
        after,
        before,
        ranked,
        parts,
        limit: bounded,
        below,
      });
    } catch {
      // The index has already logged it.
      return 'unavailable';
    }
    const hits = found.hits.flatMap((hit) => this.#checked(user, hit) ?? []);
    const kept = fitting(hits);
    const last = kept.at(-1);
    if (kept.length < hits.length && !ranked && last) return { hits: kept, more: last.entry.seq };
    return { hits: kept, more: found.next && Math.min(found.next, this.#options.shown() + 1) };
  }

  /** What the user may read may have changed since the search began, and so may the text. */
  #checked(user: UserId, { seq, snippet }: Found['hits'][number]): SearchHit | undefined {
    const found = this.#options.store.entry(seq);
    const entry = found && readableEntry(this.#reading(), found, user);
    if (entry?.event.kind !== 'message') return undefined;
    const { start, text } = snippet;
    return entry.event.text.slice(start, start + text.length) === text ? { entry, snippet } : undefined;
  }

  #reading(): Reading {
    return { store: this.#options.store, shown: this.#options.shown() };
  }

  /** All channels the user is a member of and its private messages; or the one that is named, if it may read that. */
  #partsOf(user: UserId, named: string | undefined): Readable[] | Refusal | RefusalCode {
    const reading = this.#reading();
    if (named !== undefined) {
      const room = this.#roomNamed(user, named);
      const part = room === undefined ? undefined : readable(reading, room, user);
      return part ? [part] : this.#notFound(user, named);
    }
    const channels = this.#options.store.memberships(user).flatMap(({ id }) => readable(reading, id, user) ?? []);
    return [...channels, readableInbox(reading, user)];
  }

  /** What the channel is called now, if one of the user's channels had that name recently. */
  #notFound(user: UserId, named: string): Refusal | RefusalCode {
    const { store, now } = this.#options;
    const name = named.startsWith('#') ? named : `#${named}`;
    return renamedSince(store, store.memberships(user), name, now()) ?? 'no-room';
  }

  #roomNamed(user: UserId, name: string): RoomId | undefined {
    const { world } = this.#options;
    if (name.startsWith('#')) return seenChannel(world, user, name)?.id;
    const other = userNamed(world, name);
    return other ? world.direct(user, other.id)?.id : seenChannel(world, user, `#${name}`)?.id;
  }
}

/** Bytes of the messages of one answer, at most, which the first may exceed: it is one frame on some wires. */
const maxBytes: number = 512 * 1024;
/** Bytes of a hit in addition to the text of its message, at most. */
const besides = 2048;

/** The first of them, as many as fit into one answer. */
function fitting(hits: readonly SearchHit[]): readonly SearchHit[] {
  let bytes = 0;
  const end = hits.findIndex(({ entry: { event } }, index) => {
    bytes += besides + (event.kind === 'message' ? maxInJson(event.text) : 0);
    return index > 0 && bytes > maxBytes;
  });
  return end === -1 ? hits : hits.slice(0, end);
}
