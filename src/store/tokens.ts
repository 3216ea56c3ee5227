import type { AccountChanged, Effect } from '#chat/effect.ts';
import { isTokenPurpose, type TokenRow } from '#chat/token.ts';
import { integer, type Row, text } from './rows.ts';
import type { Statements } from './statements.ts';
import { exits, StoreError } from './store-error.ts';

export function writeToken(on: Statements, effect: Effect & { kind: 'token' }): void {
  if (effect.change === 'made') {
    const { id, hash, purpose, owner, room, until, uses, at, by } = effect.token;
    // Of the same account, or of the first owner.
    if (owner !== 0) on.removeTokensFor.get(owner);
    on.addToken.get(id, hash, purpose, owner, room, until, uses, at, by);
  } else if (effect.change === 'revoked') on.removeToken.get(effect.id);
  else {
    on.spendToken.get(effect.id);
    on.removeSpent.get(effect.id);
  }
}

/** A new password makes codes for another one void; with an account, all codes that it made end. */
export function voidTokens(on: Statements, { change, user }: AccountChanged): void {
  if (change !== 'made') on.removeTokensFor.get(user.id);
  if (change === 'removed') on.removeTokensBy.get(user.id);
}

export function tokenOf(row: Row | undefined): TokenRow | undefined {
  if (!row) return undefined;
  const purpose = text(row[2]);
  if (!isTokenPurpose(purpose)) throw new StoreError(exits.corrupt, `The database holds a code for ${purpose}.`);
  return {
    id: integer(row[0]),
    hash: text(row[1]),
    purpose,
    owner: integer(row[3]),
    room: integer(row[4]),
    until: integer(row[5]),
    uses: integer(row[6]),
    at: integer(row[7]),
    by: integer(row[8]),
  };
}
