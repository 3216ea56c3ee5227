import type { Entry, Level, Member, Message, Room, RoomId, RoomSettings, Seq, User } from '#dialects/web/protocol.ts';

export type Rooms = ReadonlyMap<RoomId, Room>;

export const isChannel = (room: { readonly name: string; readonly with?: User | undefined }): boolean =>
  room.with === undefined && room.name.startsWith('#');

/** #lobby, which every user enters at first: it keeps its name, is never closed or locked, and has no owner. */
export const isLobby = (room: { readonly name: string }): boolean => room.name.toLowerCase() === '#lobby';

/** The name of the room in requests. */
export const nameOf = (room: Room): string => room.with?.name ?? room.name;

export const without = (rooms: Rooms, id: RoomId): Rooms => new Map([...rooms].filter(([other]) => other !== id));

export function changed(rooms: Rooms, id: RoomId, change: (room: Room) => Room): Rooms {
  const room = rooms.get(id);
  return room === undefined ? rooms : new Map(rooms).set(id, change(room));
}

export const mapped = (rooms: Rooms, change: (room: Room) => Room): Rooms =>
  new Map([...rooms].map(([id, room]) => [id, change(room)]));

/** `r2` comes before `r10`. Made once: it compares ten times as fast as `localeCompare`. */
export const collator: Intl.Collator = new Intl.Collator(undefined, { numeric: true });

const byName = (a: Room, b: Room): number => collator.compare(nameOf(a), nameOf(b));

/** The order of the list: channels by name, then people by name. New messages do not change it. */
export function listed(rooms: Rooms): { readonly channels: readonly Room[]; readonly people: readonly Room[] } {
  const all = [...rooms.values()];
  return {
    channels: all.filter(isChannel).toSorted(byName),
    people: all.filter((room) => !isChannel(room)).toSorted(byName),
  };
}

export const findRoom = (rooms: Rooms, name: string): Room | undefined => {
  const wanted = name.toLowerCase();
  return [...rooms.values()].find((room) => nameOf(room).toLowerCase() === wanted);
};

/** More than this many unread messages are not counted. */
export const maxUnread = 100;
export const countText = (count: number): string => (count >= maxUnread ? '99+' : String(count));

export const isMentioned = ({ mentions }: Entry<'message'>, self: User): boolean =>
  mentions !== undefined && (mentions.all || mentions.users.includes(self.id));

/** The room with its unread counts, if these messages of others are all that is unread. */
export const countedIn = (room: Room, unread: readonly Entry<'message'>[], self: User): Room => ({
  ...room,
  unread: Math.min(unread.length, maxUnread),
  mentions: unread.filter((message) => isMentioned(message, self)).length,
});

/** The number of mentions and private messages. */
export const callsOf = (room: Room): number => (room.with ? room.unread : room.mentions);

/** Counts a message of another user. */
export function withMessage(room: Room, message: Message, self: User, counts: boolean): Room {
  const last = (room.last?.seq ?? 0) < message.seq ? message : room.last;
  const seen = { ...room, ...(last && { last }) };
  if (message.from.id === self.id) return { ...seen, read: Math.max(room.read, message.seq), unread: 0, mentions: 0 };
  // The state of a room may be newer than the place from which its messages come.
  const isCounted = message.seq <= Math.max(room.read, room.last?.seq ?? 0);
  if (!counts || isCounted) return seen;
  const mentions = room.mentions + (isMentioned(message, self) ? 1 : 0);
  return { ...seen, unread: Math.min(room.unread + 1, maxUnread), mentions };
}

/** An unread message was removed. */
export function withoutMessage(room: Room, target: Message | undefined, self: User): Room {
  if (target === undefined || target.seq <= room.read || target.from.id === self.id) return room;
  const unread = room.unread >= maxUnread ? room.unread : Math.max(0, room.unread - 1);
  return { ...room, unread, mentions: Math.max(0, room.mentions - (isMentioned(target, self) ? 1 : 0)) };
}

/** Marks the room as read up to a place, here or in another session. The place never moves back. */
export const readUpto = (room: Room, upto: Seq): Room => {
  if (upto < room.read) return room;
  if (upto < (room.last?.seq ?? 0)) return { ...room, read: upto };
  return { ...room, read: upto, unread: 0, mentions: 0 };
};

/** The state of a room from the server, which does not know yet what was read here a moment ago. */
export const refreshed = ({ read, unread, mentions }: Room, state: Room): Room =>
  read > state.read ? { ...state, read, unread, mentions } : state;

/** The unread counts of a room from the server. */
export interface Counts {
  readonly unread: number;
  readonly mentions: number;
}

/** The server's exact counts of what follows a place. More may have been read since the request. */
export const counted = (room: Room, upto: Seq, { unread, mentions }: Counts): Room =>
  room.read > upto ? room : { ...room, unread, mentions };

/** The messages of a room that are counted and notified. */
export const wants = (room: Room, message: Message, self: User): boolean => {
  const wanted: Readonly<Record<Level, boolean>> = {
    all: true,
    mentions: isMentioned(message, self) || room.with !== undefined,
    nothing: false,
  };
  return wanted[room.level];
};

export function withTopic({ topic: _topic, ...room }: Room, text: string): Room {
  return text === '' ? room : { ...room, topic: text };
}

export function withSetting(room: Room, name: keyof RoomSettings, value: string | undefined): Room {
  const { [name]: _before, ...others } = room.settings ?? {};
  return { ...room, settings: value === undefined || value === '' ? others : { ...others, [name]: value } };
}

/** Members, sorted by role, then by presence, then by name. */
export function sorted(members: readonly Member[]): readonly Member[] {
  const rank = { owner: 0, operator: 1, voice: 2, member: 3 } as const;
  const order = (a: Member, b: Member): number =>
    Number(b.here) - Number(a.here) || rank[a.role] - rank[b.role] || collator.compare(a.name, b.name);
  return members.toSorted(order);
}
