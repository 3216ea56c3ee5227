import { fold } from '#chat/names/names.ts';
import type { Membership, Speaker, UserId } from '#chat/event.ts';

/** A user who is present: at least one session is here, on some node. */
export interface Present {
  readonly id: UserId;
  readonly name: string;
  /** Its look-up key: the folded name, or the exact key of an old account. */
  readonly key: string;
  /** The same object until it is renamed, or gets an account or loses it: most entries have it. */
  readonly ref: Speaker;
  readonly guest: boolean;
  /** How many sessions, on all nodes; and how many of them take mail by themselves. */
  readonly sessions: number;
  readonly mailTakers: number;
  /** The text it left when it went away from the keyboard; empty: it is not away. */
  readonly away: string;
  /** The channels it is a member of, by id. */
  readonly rooms: readonly Membership[];
  /** The user's sessions on listeners that take an account only once. */
  readonly bound: readonly Bound[] | undefined;
  /** The keyed hashes of its sessions' addresses; another array when they change. Undefined: none can be banned. */
  readonly addresses: readonly string[] | undefined;
}

/** A session, and the listener it came by. */
export interface Bound {
  readonly run: string;
  readonly session: number;
  readonly listener: string;
}

/** A user who has no session, as the rules look at it. */
export const absent = (ref: Speaker): Present => ({
  id: ref.id,
  name: ref.name,
  key: fold(ref.name),
  ref,
  guest: !ref.account,
  sessions: 0,
  mailTakers: 0,
  away: '',
  rooms: [],
  bound: undefined,
  addresses: undefined,
});
