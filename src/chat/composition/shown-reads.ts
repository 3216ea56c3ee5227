import { asSeen, withoutText } from '#chat/readable/ignoring.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { LiveWorld } from '#chat/order/live-world.ts';
import type { Reading } from '#chat/reading/history.ts';
import { readsOf } from '#chat/reading/message-reads.ts';
import { createModeration } from '#chat/reading/moderation.ts';
import { roomListsOf } from '#chat/reading/room-lists.ts';
import { serverReads } from '#chat/reading/server-reads.ts';
import { ShownMessages } from '#chat/reading/shown-messages.ts';
import { ShownRooms } from '#chat/reading/shown-rooms.ts';
import { type Counts, createCounts } from '#chat/reading/unread-counts.ts';
import { Searches } from '#chat/search/searches.ts';
import { accountKey } from '#chat/names/name-keys.ts';
import type { Chat } from '#chat/chat.ts';
import type { ChatOptions } from './chat-options.ts';
import { followCursor } from './follow-cursor.ts';

export interface ShownReadsOptions extends Pick<ChatOptions, 'store' | 'clock' | 'codes' | 'onBug'> {
  readonly world: LiveWorld;
  readonly hub: Hub;
  /** The index of messages, if they can be searched for. */
  readonly search?: ChatOptions['search'];
}

type UserReads = Pick<
  Chat,
  | 'search'
  | 'online'
  | 'unread'
  | 'unreadPage'
  | 'unreadOf'
  | 'ignored'
  | 'ignores'
  | 'asSeen'
  | 'cursor'
  | 'accountNamed'
  | 'follow'
>;

type Reads = UserReads &
  ReturnType<typeof readsOf> &
  ReturnType<typeof createModeration> &
  ReturnType<typeof roomListsOf> &
  ReturnType<typeof serverReads>;

export interface ShownReads {
  readonly messages: ShownMessages;
  readonly rooms: ShownRooms;
  readonly reads: Reads;
}

/** What may be read of the chat, as of what was shown. */
export function createShownReads(options: ShownReadsOptions): ShownReads {
  const { world, hub, store, clock, codes } = options;
  const messages = new ShownMessages(store, () => hub.shown);
  const rooms = new ShownRooms(store);
  const reading = (): Reading => ({ world, store: messages.store, shown: hub.shown });
  const searches = searchesOf(options, messages);
  const reads: Reads = {
    ...readsOf(reading, clock),
    ...createModeration({ world, store, clock }),
    ...roomListsOf({ world, store, hub, states: rooms, clock }),
    ...serverReads({ world, store, hub, codes, clock }),
    ...userReads(options, createCounts({ reading, hub, world })),
    follow: (seat, cursor) => followCursor({ reading, store, hub }, seat, cursor),
    search: async (reader, text, page) => (await searches?.search(reader, text, page)) ?? 'unavailable',
  };
  return { messages, rooms, reads };
}

const searchesOf = (
  { search: index, world, hub, clock, onBug }: ShownReadsOptions,
  { store }: ShownMessages,
): Searches | undefined =>
  index &&
  new Searches({
    index,
    world,
    store,
    shown: () => hub.shown,
    now: () => clock.now(),
    onBug: (error) => onBug(error, 'a search'),
  });

const userReads = ({ world, hub, store }: ShownReadsOptions, counts: Counts): Omit<UserReads, 'search' | 'follow'> => ({
  online(limit, reader) {
    const all = hub.roster.online(limit);
    const ignored = reader && store.ignored(reader.user);
    return ignored && ignored.size > 0 ? all.map((person) => withoutText(person, ignored)) : all;
  },
  unread: (seat) => counts.all(seat),
  unreadPage: (seat, after, limit) => counts.page(seat, after, limit),
  unreadOf: (seat, name) => counts.of(seat, name),
  ignored: (seat) => counts.ignored(seat),
  ignores: (seat, user) => store.ignored(seat.user).has(user),
  asSeen(seat, entry) {
    const ignored = store.ignored(seat.user);
    return ignored.size === 0 ? entry : asSeen(entry, (whom) => ignored.has(whom));
  },
  cursor: () => ({ epoch: world.epoch, seq: hub.places.complete }),
  accountNamed: (name) => store.accountNamed(accountKey(store, name)),
});
