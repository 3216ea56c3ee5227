import type { Member, Room, RoomId, Seq, ServerFacts, ServerRole, User, UserRef } from '#dialects/web/protocol.ts';
import type { Outbox } from './outbox.ts';
import type { Rooms } from './rooms.ts';
import type { Timeline } from './timeline.ts';

export interface Typist {
  readonly room: RoomId;
  readonly user: User;
  /** The time at which it is hidden, by the page's clock. */
  readonly until: number;
}

/** Everything that the page knows of the chat. Immutable: each change returns a new value (`receive.ts`). */
export interface Model {
  readonly self: User | undefined;
  /** All ids that the user has had here: a guest gets a new one at each login. */
  readonly selves: readonly number[];
  readonly serverRole: ServerRole | undefined;
  readonly server: ServerFacts | undefined;
  readonly epoch: string;
  /** Everything up to this place was received; the connection resumes from it. */
  readonly place: Seq;
  /**
   * The place at which the rooms were counted: earlier entries, sent again after a resume, do not change the counts.
   */
  readonly counted: Seq;
  readonly rooms: Rooms;
  readonly timelines: ReadonlyMap<RoomId, Timeline>;
  /** Members of channels, if they were requested. */
  readonly members: ReadonlyMap<RoomId, readonly Member[]>;
  readonly typists: readonly Typist[];
  readonly ignored: readonly UserRef[];
  /** The text that the user set when it went away; empty: it is not away. */
  readonly away: string;
  readonly outbox: Outbox;
  /** The place of the line "New": the room had been read up to here when it was opened. */
  readonly newAfter: ReadonlyMap<RoomId, Seq>;
  /** The open room, and whether its newest messages are visible. */
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

/** Direct rooms without a message have negative ids, made by the page. */
export const isNew = (room: Room): boolean => room.id < 0;

/** A direct room with a user that the server does not know yet. */
export const newDirect = (model: Model, user: User & { readonly here: boolean }): Room => ({
  id: Math.min(0, ...model.rooms.keys()) - 1,
  name: user.name,
  with: user,
  read: 0,
  unread: 0,
  mentions: 0,
  level: 'all',
});
