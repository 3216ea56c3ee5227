import type { AccountChanged, Effect } from '#chat/effect.ts';
import { parseScopes, type Scope } from '#chat/rights/grant-scope.ts';
import { isTokenPurpose, type TokenRow } from '#chat/rights/token.ts';
import { integer, type Row, text } from './row-values.ts';
import type { Statements } from './statements.ts';
import { exits, StoreError } from './store-error.ts';

export function writeToken(on: Statements, effect: Effect & { kind: 'token' }): void {
  switch (effect.change) {
    case 'made':
      return addToken(on, effect.token);
    case 'spent':
      on.spendToken.get(effect.id);
      on.removeSpent.get(effect.id);
      return;
    case 'used':
      on.useToken.get(effect.at, effect.until, effect.id);
      return;
    case 'revoked':
      on.removeToken.get(effect.id);
  }
}

function addToken(on: Statements, token: TokenRow): void {
  const { id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used } = token;
  // Of the same account, or of the first owner.
  if (purpose === 'password-reset' || purpose === 'owner') on.removeCodesFor.get(owner);
  on.addToken.get(id, hash, purpose, owner, room, until, uses, at, by, scopes.join(), label, used);
}

/**
 * A new password revokes reset codes and logs out the devices. Removing an account revokes all codes and grants that it
 * created, or that are for it.
 */
export function voidTokens(on: Statements, { change, user }: AccountChanged): void {
  if (change === 'made') return;
  on.removeCodesFor.get(user.id);
  on.removeDevicesOf.get(user.id);
  if (change !== 'removed') return;
  on.removeTokensFor.get(user.id);
  on.removeTokensBy.get(user.id);
}

export function tokenOf(row: Row | undefined): TokenRow | undefined {
  if (!row) return undefined;
  const purpose = text(row[2]);
  if (!isTokenPurpose(purpose)) throw new StoreError(exits.corrupt, `The database contains a code for ${purpose}.`);
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
    scopes: scopesOf(text(row[9])),
    label: text(row[10]),
    used: integer(row[11]),
  };
}

function scopesOf(words: string): readonly Scope[] {
  const scopes = words === '' ? [] : parseScopes(words.split(','));
  if (!scopes) throw new StoreError(exits.corrupt, `The database contains a grant with the scopes ${words}.`);
  return scopes;
}
