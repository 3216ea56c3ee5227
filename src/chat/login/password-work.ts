import type { Millis } from '#chat/event.ts';

/**
 * The lanes take turns. Logins from where the account came before have one of their own, so that nobody's guesses
 * elsewhere hold them up. So have registrations: however many there are, a login waits for few of them.
 */
export const laneNames = ['known', 'login', 'registration'] as const;
export type LaneName = (typeof laneNames)[number];

/** What holds back work that has something in common, such as attempts at one name. */
export interface Brake {
  /** The same for all work it holds back. */
  readonly key: string;
  /** Nothing may begin before this moment of the clock's elapsed time. */
  next(): Millis;
  /** How many may be in hand at the same time; at least 1. */
  width(now: Millis): number;
  /** How many may wait for `next`. */
  readonly most: number;
}

/** A password to be hashed or checked. */
export interface PasswordWork {
  readonly lane: LaneName;
  /** Of the peer that asks: see `networkOf`. */
  readonly network: string;
  readonly brakes: readonly Brake[];
  /** It does not wait for a brake's time: it is refused instead. */
  readonly hurried: boolean;
  /** Does it, and moves the brakes. Must not reject. */
  run(): Promise<void>;
  /** It will never be done. Must not call the queue. */
  refuse(): void;
}
