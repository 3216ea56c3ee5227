import type { Millis } from '#chat/event.ts';

/**
 * The lanes take turns. Logins from a network that the account has used before have their own lane, so that guesses from
 * other networks do not delay them. So have registrations: a login waits for only a few of them.
 */
export const laneNames = ['known', 'login', 'registration'] as const;
export type LaneName = (typeof laneNames)[number];

/** Holds back work that has something in common, such as attempts for one name. */
export interface Throttle {
  /** The same for all work it holds back. */
  readonly key: string;
  /** Nothing may begin before this time of the clock's elapsed time. */
  notBefore(): Millis;
  /** How many may be done at the same time; at least 1. */
  concurrency(now: Millis): number;
  /** How many may wait for `notBefore`. */
  readonly maxWaiting: number;
}

/** A password to be hashed or checked. */
export interface PasswordWork {
  readonly lane: LaneName;
  /** The network of the asking peer: see `networkOf`. */
  readonly network: string;
  /** The name it is for, or what else tells people apart who share a network: they take turns. */
  readonly client: string;
  readonly throttles: readonly Throttle[];
  /** Refused instead of waiting for a throttle's time. */
  readonly refusedIfDelayed: boolean;
  /** Does the work and updates the throttles. Must not reject. */
  run(): Promise<void>;
  /** Called when the work will never be done. Must not call the queue. */
  refuse(): void;
}
