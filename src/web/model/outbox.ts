import type { RoomId, Seq, Style } from '#dialects/web/protocol.ts';

/**
 * A message of ours that the server has not confirmed. `waiting`: for the connection. `sent`: to be sent again, with the
 * same `once`, when the connection was lost. `failed`: the server refused it.
 */
export interface Pending {
  readonly once: string;
  readonly room: RoomId;
  /** As the server is told: a channel's name, or a user's. */
  readonly to: string;
  readonly text: string;
  readonly style?: Style | undefined;
  readonly replyTo?: Seq | undefined;
  readonly at: number;
  readonly state: 'waiting' | 'sent' | 'failed';
  /** Why it failed, for people. */
  readonly error?: string | undefined;
}

export type Outbox = readonly Pending[];

/** So many messages wait at most; more are not taken. */
export const maxPending = 200;

const change = (outbox: Outbox, once: string, changed: Partial<Pending>): Outbox =>
  outbox.map((pending) => (pending.once === once ? { ...pending, ...changed } : pending));

export const marked = (outbox: Outbox, once: string, state: Pending['state'], error?: string): Outbox =>
  change(outbox, once, { state, error });

export const without = (outbox: Outbox, once: string): Outbox => outbox.filter((pending) => pending.once !== once);

/** After the connection was lost, what was not confirmed is sent again; the server knows it by `once`. */
export const unconfirmed = (outbox: Outbox): Outbox =>
  outbox.map((pending) => (pending.state === 'sent' ? { ...pending, state: 'waiting' } : pending));

/** What may be sent now, in order: nothing of a room passes a failed message of that room that the user has not judged. */
export const ready = (outbox: Outbox): Outbox => outbox.filter(({ state }) => state === 'waiting');

/** A direct room had no id before its first message. */
export const moved = (outbox: Outbox, from: RoomId, to: RoomId): Outbox =>
  outbox.map((pending) => (pending.room === from ? { ...pending, room: to } : pending));

/** What is kept over a reload, from untrusted storage. */
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
  const { once, room, to, text, at, state } = value as Readonly<Record<string, unknown>>;
  const strings = [once, to, text, state].every((part) => typeof part === 'string');
  return strings && typeof room === 'number' && typeof at === 'number';
}
