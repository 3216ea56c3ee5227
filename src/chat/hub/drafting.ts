import type { Posted } from './pending.ts';
import type { TurnTaker } from './rotation.ts';

/** A session's drafts that wait to be published, and its place among others that have some. Made when there are any. */
export class Drafting implements TurnTaker<Drafting> {
  first: Posted | undefined = undefined;
  last: Posted | undefined = undefined;
  /** A draft was published, and it is not known yet whether it is in the order: the next ones wait for that. */
  paused = false;
  nextInTurn: Drafting | undefined = undefined;
  previousInTurn: Drafting | undefined = undefined;
  credit = 0;
}
