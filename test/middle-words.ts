import type { OneSessionRule } from '#chat/event.ts';

export interface Hearing {
  readonly seq: number;
  readonly as: 'self' | 'other' | 'target' | 'answer';
  /** The rooms it concerns, by key. */
  readonly rooms: readonly string[];
  readonly kind: string;
  /** The id of the room in which it was delivered, if it was delivered in several. */
  readonly in?: number | undefined;
}

/** Whether a session hears the rooms of its user without asking for them, by `run:session`. */
export type Eager = (session: string) => boolean;

/** A user, as the model knows it. */
export interface User {
  readonly id: number;
  name: string;
  /** Of its credential. */
  version: number;
  guest: boolean;
  rooms: string[];
}

/** A present session. */
export interface Sitting {
  readonly key: string;
  readonly run: string;
  user: User;
  readonly alone: OneSessionRule | undefined;
  hears: Set<string>;
  /** The rooms that it requested and has not left itself. */
  readonly wants: Set<string>;
}

const isName = (name: string): boolean => /^[a-z0-9]{1,32}$/i.test(name);
const isReserved = (name: string): boolean => ['self', 'server'].includes(name.toLowerCase());
/** Why a name is invalid or reserved. */
export const faultOf = (name: string): string | undefined =>
  isReserved(name) ? 'name-reserved' : isName(name) ? undefined : 'name-invalid';

export const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export const isRoom = (room: string): boolean => room.startsWith('#') && isName(room.slice(1));

/** Whether a session that came with `bound` keeps the account from coming with `alone`. */
export const isBoundTo = (bound: OneSessionRule | undefined, alone: OneSessionRule | undefined): boolean =>
  bound?.policy === 'refuse' && bound.listener === alone?.listener;

/** The name of a direct room in the model. */
export const pairOf = (one: User, other: User): string =>
  one.id < other.id ? `${one.id}:${other.id}` : `${other.id}:${one.id}`;
