import type { Entry, Message, Push, Room, User, Welcome } from '#dialects/web/protocol.ts';
import { emptyModel, type Model } from './model.ts';
import { received } from './receive.ts';
import { welcomed } from './welcome.ts';

/** A chat for tests of the model: alice is the user of the page, bob and carol are others. */
export const alice: User = { id: 1, name: 'alice', account: true };
export const bob: User = { id: 2, name: 'bob', account: false };
export const carol: User = { id: 3, name: 'carol', account: true };

export const lobbyId = 10;
const lobby = { id: lobbyId, name: '#lobby' };

/** One minute after the previous one, as in a real chat. */
export const minute = (seq: number): number => Date.UTC(2026, 10, 28, 9, 0) + seq * 60_000;

export function message(seq: number, from: User = bob, more: Partial<Message> = {}): Message {
  return { kind: 'message', seq, at: minute(seq), from, room: lobby, text: `text ${seq}`, ...more };
}

type Body<E> = E extends Entry ? Omit<E, 'seq' | 'at' | 'from' | 'room'> : never;

export const entry = (seq: number, from: User, body: Body<Entry>): Entry =>
  ({ seq, at: minute(seq), from, room: lobby, ...body }) as Entry;

export const room = (more: Partial<Room> = {}): Room => ({
  ...{ ...lobby, role: 'member', read: 0, unread: 0, mentions: 0, level: 'all' },
  ...more,
});

export function welcome(more: Partial<Welcome> = {}): Welcome {
  return {
    ...{ version: 1, self: alice, token: 'secret', epoch: 'e', place: 0, resumed: false, attached: false },
    ...{ rooms: [room()], ignored: [] },
    window: { room: lobby, messages: [], earlier: false, later: false },
    server: { version: '0', registration: 'open', guests: true, search: true },
    ...more,
  };
}

/** The model of a user who has just entered an empty lobby. */
export const entered = (more: Partial<Welcome> = {}): Model => welcomed(emptyModel, welcome(more));

/** Pushes entries, one after the other. */
export const hear = (model: Model, ...entries: readonly Entry[]): Model =>
  entries.reduce((now, each) => received(now, { type: 'entry', ...each } as Push, 0), model);

export const lobbyOf = (model: Model): Room => model.rooms.get(lobbyId) ?? room();
export const textsOf = (model: Model): readonly string[] =>
  (model.timelines.get(lobbyId)?.items ?? []).map((item) => (item.kind === 'message' ? item.text : item.kind));
