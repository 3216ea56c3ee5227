import type { RoomId, Seq, Style } from '#dialects/web/protocol.ts';
import { findRoom, type Rooms } from './rooms.ts';

/**
 * The user's message that the server has not confirmed. `waiting`: for the connection. `sent`: it is sent again, with
 * the same `once`, if the connection is lost. `failed`: the server refused it.
 */
export interface Pending {
  readonly once: string;
  readonly room: RoomId;
  /** The name for the server: that of a channel, or of a user. */
  readonly to: string;
  readonly text: string;
  readonly style?: Style | undefined;
  readonly replyTo?: Seq | undefined;
  readonly at: number;
  readonly state: 'waiting' | 'sent' | 'failed';
  /** The error, for people. */
  readonly error?: string | undefined;
}

export type Outbox = readonly Pending[];

/** The most messages that wait; more are refused. */
export const maxPending = 200;

const change = (outbox: Outbox, once: string, changed: Partial<Pending>): Outbox =>
  outbox.map((pending) => (pending.once === once ? { ...pending, ...changed } : pending));

export const marked = (outbox: Outbox, once: string, state: Pending['state'], error?: string): Outbox =>
  change(outbox, once, { state, error });

export const without = (outbox: Outbox, once: string): Outbox => outbox.filter((pending) => pending.once !== once);

/** After the connection was lost, unconfirmed messages are sent again; the server recognises them by `once`. */
export const unconfirmed = (outbox: Outbox): Outbox =>
  outbox.map((pending) => (pending.state === 'sent' ? { ...pending, state: 'waiting' } : pending));

/** The messages that may be sent now, in order. One that was refused waits for the user, and does not hold back later ones. */
export const ready = (outbox: Outbox): Outbox => outbox.filter(({ state }) => state === 'waiting');

/** A direct room has no id before its first message. */
export const moved = (outbox: Outbox, from: RoomId, to: RoomId): Outbox =>
  outbox.map((pending) => (pending.room === from ? { ...pending, room: to } : pending));

/** The user is in the room of that name, which may have another id than when the messages were written. */
export const attached = (outbox: Outbox, name: string, room: RoomId): Outbox =>
  outbox.some((pending) => pending.to === name && pending.room !== room)
    ? outbox.map((pending) => (pending.to === name ? { ...pending, room } : pending))
    : outbox;

/** These messages cannot be sent, for that reason; the user decides about them. */
export const refused = (outbox: Outbox, error: string): Outbox =>
  outbox.map((pending) => ({ ...pending, state: 'failed', error }));

/** The places of messages that were not sent and are in no room of the list: the user is not there any more. */
export function lostPlaces(outbox: Outbox, rooms: Rooms): readonly string[] {
  const lost = outbox.filter(({ state, to }) => state === 'failed' && !findRoom(rooms, to));
  return [...new Set(lost.map(({ to }) => to))];
}

/** Parses the messages kept over a reload. The storage is not trusted. */
export function parseOutbox(text: string | null): Outbox {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? unconfirmed(value.filter(isPending)) : [];
  } catch {
    return [];
  }
}

function isPending(value: unknown): value is Pending {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { once, room, to, text, style, replyTo, at, state, error } = fields;
  return (
    [once, to, text].every((part) => typeof part === 'string') &&
    [room, at].every((part) => typeof part === 'number') &&
    [undefined, 'action', 'notice'].some((known) => known === style) &&
    ['undefined', 'number'].includes(typeof replyTo) &&
    ['waiting', 'sent', 'failed'].some((known) => known === state) &&
    ['undefined', 'string'].includes(typeof error)
  );
}
