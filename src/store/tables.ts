import type { Cursors } from './cursors.ts';
import type { Ignored } from './ignored.ts';
import type { Listings } from './listings.ts';
import type { NewestJoins } from './newest-joins.ts';
import type { Progress } from './progress.ts';
import type { RoomStates } from './room-states.ts';
import type { Statements } from './statements.ts';

/** What is needed to write effects. */
export interface Tables {
  readonly on: Statements;
  readonly cursors: Cursors;
  readonly progress: Progress;
  readonly states: RoomStates;
  readonly listings: Listings;
  readonly ignored: Ignored;
  readonly newest: NewestJoins;
  readonly accounts: AnyRow;
  readonly clientIds: AnyRow;
  readonly mentioned: AnyRow;
  readonly spoken: AnyRow;
  readonly guestTokens: AnyRow;
}

/** False: the table is empty, so nothing is looked up, and logins cost less. */
export interface AnyRow {
  any: boolean;
}
