import type { Millis, Seq } from '#chat/event.ts';
import type { GrantPurpose } from '#chat/rights/grant.ts';
import { allScopes, parseScopes, type Scope } from '#chat/rights/grant-scope.ts';
import { type Fields, isCount, isName, isOptional, isText, wrong } from './fields.ts';

/** Requests about grants, with which programs and browsers act for accounts; see `Grant`. */
export type GrantRequest =
  /** Lists the valid grants, a `GrantRecord` each: all, or those of one account or channel. */
  | {
      readonly kind: 'grants';
      readonly purpose: GrantPurpose;
      readonly name?: string | undefined;
      readonly room?: string | undefined;
    }
  /** Creates a grant: a `GrantRecord` with its code. `name`: the account it acts for. */
  | {
      readonly kind: 'grant-make';
      readonly purpose: 'bot' | 'webhook';
      readonly name: string;
      readonly room?: string | undefined;
      readonly label: string;
      readonly scopes?: readonly Scope[] | undefined;
      readonly until?: Millis | undefined;
    }
  | { readonly kind: 'grant-revoke'; readonly purpose: GrantPurpose; readonly id: Seq }
  /** Ends all devices and sessions of an account. */
  | { readonly kind: 'account-logout'; readonly name: string }
  /** Makes an account a member of a channel. */
  | { readonly kind: 'account-join'; readonly name: string; readonly room: string };

const [isOptionalName, isOptionalCount] = [isOptional(isName), isOptional(isCount)];

const isPurpose = (value: unknown): value is GrantPurpose =>
  value === 'device' || value === 'bot' || value === 'webhook';

const isScopes = (value: unknown): value is readonly Scope[] =>
  Array.isArray(value) && value.length <= allScopes.length && parseScopes(value) !== undefined;

type Parsers = { readonly [K in GrantRequest['kind']]: (fields: Fields) => (GrantRequest & { kind: K }) | string };

/** A string is an error sentence about the fields. */
export const grantParsers: Parsers = {
  grants(fields) {
    const [purpose, name, room] = [fields.get('purpose'), fields.get('name'), fields.get('room')];
    if (!isPurpose(purpose)) return wrong('purpose');
    if (!isOptionalName(name)) return wrong('name');
    return isOptionalName(room) ? { kind: 'grants', purpose, name, room } : wrong('room');
  },
  'grant-make'(fields) {
    const [purpose, name, room] = [fields.get('purpose'), fields.get('name'), fields.get('room')];
    const [label, scopes, until] = [fields.get('label'), fields.get('scopes'), fields.get('until')];
    if (purpose !== 'bot' && purpose !== 'webhook') return wrong('purpose');
    if (!isName(name)) return wrong('name');
    if (!isOptionalName(room)) return wrong('room');
    if (!isText(label)) return wrong('label');
    if (!isOptional(isScopes)(scopes)) return wrong('scopes');
    if (!isOptionalCount(until)) return wrong('until');
    return { kind: 'grant-make', purpose, name, room, label, scopes, until };
  },
  'grant-revoke'(fields) {
    const [purpose, id] = [fields.get('purpose'), fields.get('id')];
    if (!isPurpose(purpose)) return wrong('purpose');
    return isCount(id) ? { kind: 'grant-revoke', purpose, id } : wrong('id');
  },
  'account-logout'(fields) {
    const name = fields.get('name');
    return isName(name) ? { kind: 'account-logout', name } : wrong('name');
  },
  'account-join'(fields) {
    const [name, room] = [fields.get('name'), fields.get('room')];
    if (!isName(name)) return wrong('name');
    return isName(room) ? { kind: 'account-join', name, room } : wrong('room');
  },
};

export const isGrantRequestKind = (kind: unknown): kind is GrantRequest['kind'] =>
  typeof kind === 'string' && Object.hasOwn(grantParsers, kind);
