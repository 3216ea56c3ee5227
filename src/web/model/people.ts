import type { Member, Push, RoomId, User, UserRef } from '#dialects/web/protocol.ts';
import { withheldText } from '#text/away-note.ts';
import type { Model, Typist } from './model.ts';
import { mapped } from './rooms.ts';

/** The time for which a user is shown as typing, in ms, unless a message or a stop comes first. */
const typingShown = 6000;

const mapMembers = (model: Model, change: (member: Member) => Member): Model['members'] =>
  new Map([...model.members].map(([room, members]) => [room, members.map(change)]));

interface State {
  readonly here: boolean;
  readonly away: string | undefined;
  readonly idle: true | undefined;
  readonly account: boolean;
}

function changePerson(model: Model, id: number, state: Partial<State>): Model {
  const change = <P extends Pick<Member, 'id' | keyof State>>(person: P): P => {
    if (person.id !== id) return person;
    const { here, away, idle, ...rest } = { ...person, ...state };
    return { ...rest, here, ...(away && { away }), ...(idle && { idle }) } as P;
  };
  return {
    ...model,
    rooms: mapped(model.rooms, (room) => (room.with?.id === id ? { ...room, with: change(room.with) } : room)),
    members: mapMembers(model, change),
  };
}

/** Renames a user wherever the present name is shown. */
export function renamed(model: Model, user: User): Model {
  const change = <P extends UserRef>(person: P): P => (person.id === user.id ? { ...person, name: user.name } : person);
  return {
    ...model,
    self: model.self && change(model.self),
    rooms: mapped(model.rooms, (room) => (room.with ? { ...room, with: change(room.with) } : room)),
    members: mapMembers(model, change),
    ignored: model.ignored.map(change),
  };
}

export function arrived(model: Model, { user, here, joined, was, away }: Push<'presence'>): Model {
  // The guest of a direct room may have an account now; the room is found by name.
  const before = was ? changePerson(model, was.id, { here: false }) : model;
  const present = changePerson(before, user.id, {
    here,
    idle: undefined,
    account: user.account,
    ...(away !== undefined && { away }),
  });
  const member = { ...user, role: 'member', here, ...(away !== undefined && { away }) } as const;
  return joined && here ? withMember(present, joined.id, member) : present;
}

export const wentAway = (model: Model, { user, text }: Push<'away'>): Model => {
  const self = user.id === model.self?.id ? { ...model, away: text } : model;
  return changePerson(self, user.id, { away: text === '' ? undefined : text });
};

export const wasIdle = (model: Model, { user, on }: Push<'idle'>): Model =>
  changePerson(model, user.id, { idle: on ? true : undefined });

function changeMembers(model: Model, room: RoomId, change: (members: readonly Member[]) => readonly Member[]): Model {
  const before = model.members.get(room);
  return before === undefined ? model : { ...model, members: new Map(model.members).set(room, change(before)) };
}

export const withMember = (model: Model, room: RoomId, member: Member): Model =>
  changeMembers(model, room, (members) => [...members.filter(({ id }) => id !== member.id), member]);

export const withoutMember = (model: Model, room: RoomId, id: number): Model =>
  changeMembers(model, room, (members) => members.filter((member) => member.id !== id));

export const withRole = (model: Model, room: RoomId, id: number, role: Member['role']): Model =>
  changeMembers(model, room, (members) => members.map((member) => (member.id === id ? { ...member, role } : member)));

export const withTypist = (model: Model, room: RoomId, user: User, now: number): Model => ({
  ...model,
  typists: [...withoutTypist(model.typists, user.id, room), { room, user, until: now + typingShown }],
});

/** A user who has sent a message, or left, is no longer shown as typing. */
export const withoutTypist = (typists: readonly Typist[], id: number, room?: RoomId): readonly Typist[] =>
  typists.filter((typist) => typist.user.id !== id || (room !== undefined && typist.room !== room));

export const stillTyping = (model: Model, now: number): Model => {
  const typists = model.typists.filter(({ until }) => until > now);
  return typists.length === model.typists.length ? model : { ...model, typists };
};

export const withIgnored = (model: Model, user: UserRef, on: boolean): Model => {
  const others = model.ignored.filter(({ id }) => id !== user.id);
  const ignored = on ? [...others, user] : others;
  const hide = <P extends Pick<Member, 'id' | 'away'>>(person: P): P =>
    on && person.id === user.id && person.away ? { ...person, away: withheldText } : person;
  const rooms = mapped(model.rooms, (room) => (room.with ? { ...room, with: hide(room.with) } : room));
  return { ...model, ignored, rooms, members: mapMembers(model, hide) };
};
