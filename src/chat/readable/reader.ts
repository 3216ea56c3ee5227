import type { UserId } from '#chat/event.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';

/** For whom something is read: a session (`Seat`), or the holder of a grant. */
export interface Reader {
  /** 0: nobody, because the session has not logged in. */
  readonly user: UserId;
  /** Whether its user has an account. */
  readonly account: boolean;
  /** The address of its peer as text. */
  readonly address: string;
  /** What a bot may do; undefined: whatever its user may. */
  readonly scopes?: readonly Scope[] | undefined;
}

/** Whether it may be told what the roles of its user let it see. */
export const seesAsOperator = ({ scopes }: Pick<Reader, 'scopes'>): boolean =>
  scopes === undefined || scopes.includes('moderate');
