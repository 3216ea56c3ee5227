import type { Member, Room, RoomId, Seq, ServerFacts, ServerRole, User, UserRef } from '#dialects/web/protocol.ts';
import type { Outbox } from './outbox.ts';
import type { Rooms } from './rooms.ts';
import type { Timeline } from './timeline.ts';

export interface Typist {
  readonly room: RoomId;
  readonly user: User;
  /** When it stops being shown, by the page's clock. */
  readonly until: number;
}

/** All that the page knows of the chat. A value: every change makes a new one (`receive.ts`). */
export interface Model {
  readonly self: User | undefined;
  /** Every id the user has had here: a guest gets another one when it logs in again. */
  readonly selves: readonly number[];
  readonly serverRole: ServerRole | undefined;
  readonly server: ServerFacts | undefined;
  readonly epoch: string;
  /** Everything up to here was received; the connection resumes from it. */
  readonly place: Seq;
  /** The counts of the rooms are as of this place: entries up to it, sent again on resuming, change none. */
  readonly counted: Seq;
  readonly rooms: Rooms;
  readonly timelines: ReadonlyMap<RoomId, Timeline>;
  /** Members of the channels for which they were asked. */
  readonly members: ReadonlyMap<RoomId, readonly Member[]>;
  readonly typists: readonly Typist[];
  readonly ignored: readonly UserRef[];
  /** The text the user left on going away; empty: it is here. */
  readonly away: string;
  readonly outbox: Outbox;
  /** Where the line "New" is: the place up to which the room had been read when it was opened. */
  readonly newAfter: ReadonlyMap<RoomId, Seq>;
  /** The room on the screen, and whether its newest messages are in sight. */
  readonly open: RoomId | undefined;
  readonly atEnd: boolean;
}

export const emptyModel: Model = {
  self: undefined,
  selves: [],
  serverRole: undefined,
  server: undefined,
  epoch: '',
  place: 0,
  counted: 0,
  rooms: new Map(),
  timelines: new Map(),
  members: new Map(),
  typists: [],
  ignored: [],
  away: '',
  outbox: [],
  newAfter: new Map(),
  open: undefined,
  atEnd: true,
};

export const nobody: User = { id: 0, name: '', account: false };

/** Direct rooms that no message was sent in yet have negative ids of the page's own. */
export const isNew = (room: Room): boolean => room.id < 0;

/** A direct room with somebody, as long as the server knows of none. */
export const newDirect = (model: Model, user: User & { readonly here: boolean }): Room => ({
  id: Math.min(0, ...model.rooms.keys()) - 1,
  name: user.name,
  with: user,
  read: 0,
  unread: 0,
  mentions: 0,
  level: 'all',
});
