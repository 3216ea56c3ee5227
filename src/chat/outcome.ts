import type { Effect } from './effect.ts';
import type { Draft, Entry, RoomId, RoomRef, Seq, UserId, UserRef } from './event.ts';
import type { Refusal } from './refusal.ts';

/** A draft that was accepted. All have the same fields, because the engine reads objects of one shape faster. */
export interface Accepted {
  readonly kind: 'entry';
  readonly entry: Entry;
  /** Kept in the log and found in history; the others have effects only. */
  readonly kept: boolean;
  /** The one room it concerns; 0 when it concerns none or many. */
  readonly room: RoomId;
  /** The rooms it concerns, when there are many. Found before its effects: a departing user is still a member. */
  readonly rooms: readonly RoomId[] | undefined;
  /** It is delivered in each room it concerns; otherwise once to everybody who hears any of them. */
  readonly each: boolean;
  /** Undefined for nearly all messages. */
  readonly effects: readonly Effect[] | undefined;
  /** In a direct room: its two users, the lower id first. */
  readonly pair: readonly [UserId, UserId] | undefined;
  /** The users of the pair who have an account, and may miss it. */
  readonly inboxes: readonly UserId[] | undefined;
  /** It is for an account that is away. */
  readonly waits: boolean;
  /** It is for a user who is away from the keyboard, and has left this text. */
  readonly away: string | undefined;
}

/**
 * No entry, but it takes effect at this place in the order: a session of a user who is present already arrived, departed
 * while other sessions of the user stay, or begins to hear a room its user is a member of.
 */
export interface NoOp {
  readonly kind: 'no-op';
  readonly user: UserRef;
  readonly room: RoomRef | undefined;
  readonly effects: readonly Effect[] | undefined;
}

/** What became of a draft. */
export type Verdict =
  | Accepted
  | NoOp
  /** Applied to the tables, with nothing to show: cursors. */
  | { readonly kind: 'applied'; readonly effects: readonly Effect[] }
  /** The user's client made the same request with the same id before, at that seq. */
  | { readonly kind: 'again'; readonly seq: Seq; readonly effects: undefined }
  /** This draft was judged before, at an earlier seq. */
  | { readonly kind: 'repeated' }
  | ({ readonly kind: 'refusal' } & Refusal);

/** A draft and what became of it, in the order. */
export interface Outcome {
  readonly seq: Seq;
  readonly draft: Draft;
  readonly verdict: Verdict;
}

/** What it changes; undefined when it changes nothing, as for refusals and repetitions. */
export const effectsOf = (verdict: Verdict): readonly Effect[] | undefined =>
  verdict.kind === 'refusal' || verdict.kind === 'repeated' ? undefined : verdict.effects;
