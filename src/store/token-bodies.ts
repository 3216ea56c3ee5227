import type { Event, UsedCode } from '#chat/event.ts';
import { isScope, type Scope } from '#chat/rights/grant-scope.ts';
import { isMadePurpose, type MadePurpose } from '#chat/rights/token.ts';
import { integer, list, text, userOf, wrong } from './body-values.ts';

/**
 * `[PURPOSE,USES,UNTIL,ROOM,ACCOUNT]`: 0 for missing values; the last two are `[ID,NAME]`. Grants have two more:
 * `LABEL,[SCOPE,…]`.
 */
export const tokenMade = {
  format({ purpose, uses, until = 0, to, account, label, scopes }: Event<'tokenMade'>): string {
    const common = [purpose, uses, until, to ? [to.id, to.name] : 0, account ? [account.id, account.name] : 0];
    return JSON.stringify(label === undefined ? common : [...common, label, scopes ?? []]);
  },
  parse(body: string): Event<'tokenMade'> {
    const [purpose, uses, until, to, account, label, scopes] = list(JSON.parse(body));
    const known = scopes === undefined ? [] : list(scopes).map(scopeOf);
    return {
      kind: 'tokenMade',
      purpose: purposeOf(purpose),
      uses: integer(uses),
      ...(until !== 0 && { until: integer(until) }),
      ...(to !== 0 && { to: userOf(to) }),
      ...(account !== 0 && { account: userOf(account) }),
      ...(known.length > 0 && { scopes: known }),
      ...(label !== undefined && { label: text(label) }),
    };
  },
};

/** `[TOKEN,ID,NAME]`: the code, and who created it; empty: none was used. */
export const usedBody = {
  format: (used: UsedCode | undefined): string | null =>
    used ? JSON.stringify([used.token, used.by.id, used.by.name]) : null,
  parse(body: string): { readonly used?: UsedCode } {
    if (body === '') return {};
    const [token, id, name] = list(JSON.parse(body));
    return { used: { token: integer(token), by: { id: integer(id), name: text(name) } } };
  },
};

/** `[TOKEN,PURPOSE]`; of grants `[TOKEN,PURPOSE,[ID,NAME],LABEL]`; the label may be missing. */
export const tokenRevoked = {
  format({ token, purpose, account, label }: Event<'tokenRevoked'>): string {
    if (!account) return JSON.stringify([token, purpose]);
    return JSON.stringify([token, purpose, [account.id, account.name], ...(label === undefined ? [] : [label])]);
  },
  parse(body: string): Event<'tokenRevoked'> {
    const [token, purpose, account, label] = list(JSON.parse(body));
    return {
      kind: 'tokenRevoked',
      token: integer(token),
      purpose: purposeOf(purpose),
      ...(account !== undefined && { account: userOf(account) }),
      ...(label !== undefined && { label: text(label) }),
    };
  },
};

const purposeOf = (value: unknown): MadePurpose => {
  const purpose = text(value);
  return isMadePurpose(purpose) ? purpose : wrong(value);
};

const scopeOf = (value: unknown): Scope => {
  const scope = text(value);
  return isScope(scope) ? scope : wrong(value);
};
