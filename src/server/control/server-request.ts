import type { Millis, Seq, ServerRole } from '#chat/event.ts';
import { type GrantRequest, grantParsers } from './grant-request.ts';
import { type ModerationRequest, moderationParsers } from './moderation-request.ts';
import { type RoomRequest, roomParsers } from './room-request.ts';
import { type Fields, isCount, isName, isOptional, wrong } from './fields.ts';

/** Requests about the whole server. */
export type ServerRequest =
  /** Lists all channels: a `RoomInfo` each. */
  | { readonly kind: 'room-list' }
  /** Lists the present users, or the members of a channel: a `Person` each. */
  | { readonly kind: 'who'; readonly room?: string | undefined }
  /** Lists the settings of the chat: a `ChatSettingShown` each. */
  | { readonly kind: 'settings' }
  /** Sets a setting; an empty value resets it. */
  | { readonly kind: 'setting'; readonly name: string; readonly value: string }
  /** Lists the valid codes and the invited persons: a `CodeRecord` each. */
  | { readonly kind: 'codes'; readonly room?: string | undefined }
  /** Creates an invitation to a channel, or to register: a `CodeRecord` with the code. */
  | {
      readonly kind: 'code-make';
      readonly room?: string | undefined;
      readonly uses: number;
      readonly until?: Millis | undefined;
    }
  | { readonly kind: 'code-revoke'; readonly id: Seq }
  | { readonly kind: 'account-role'; readonly name: string; readonly role: ServerRole | 'none' }
  /** Creates a code to reset the password of that account: a `CodeRecord` with the code. */
  | { readonly kind: 'account-reset'; readonly name: string; readonly until?: Millis | undefined }
  /** Lists the audit. `last`, `since`, `until`: as for `history`. */
  | {
      readonly kind: 'audit';
      readonly last?: number | undefined;
      readonly since?: Millis | undefined;
      readonly until?: Millis | undefined;
    }
  | RoomRequest
  | GrantRequest
  | ModerationRequest;

export type ServerRequestKind = ServerRequest['kind'];

const isOptionalName = isOptional(isName);
const isOptionalCount = isOptional(isCount);

/** A string is an error sentence about the fields. */
const parsers: { readonly [K in ServerRequestKind]: (fields: Fields) => (ServerRequest & { kind: K }) | string } = {
  ...moderationParsers,
  ...roomParsers,
  ...grantParsers,
  'room-list': () => ({ kind: 'room-list' }),
  who(fields) {
    const room = fields.get('room');
    return isOptionalName(room) ? { kind: 'who', room } : wrong('room');
  },
  settings: () => ({ kind: 'settings' }),
  setting(fields) {
    const [name, value] = [fields.get('name'), fields.get('value')];
    if (!isName(name)) return wrong('name');
    return value === '' || isName(value) ? { kind: 'setting', name, value } : wrong('value');
  },
  codes(fields) {
    const room = fields.get('room');
    return isOptionalName(room) ? { kind: 'codes', room } : wrong('room');
  },
  'code-make'(fields) {
    const [room, uses, until] = [fields.get('room'), fields.get('uses'), fields.get('until')];
    if (!isOptionalName(room)) return wrong('room');
    if (!isCount(uses)) return wrong('uses');
    return isOptionalCount(until) ? { kind: 'code-make', room, uses, until } : wrong('until');
  },
  'code-revoke'(fields) {
    const id = fields.get('id');
    return isCount(id) ? { kind: 'code-revoke', id } : wrong('id');
  },
  'account-role'(fields) {
    const [name, role] = [fields.get('name'), fields.get('role')];
    if (!isName(name)) return wrong('name');
    return isServerRole(role) ? { kind: 'account-role', name, role } : wrong('role');
  },
  'account-reset'(fields) {
    const [name, until] = [fields.get('name'), fields.get('until')];
    if (!isName(name)) return wrong('name');
    return isOptionalCount(until) ? { kind: 'account-reset', name, until } : wrong('until');
  },
  audit(fields) {
    const [last, since, until] = [fields.get('last'), fields.get('since'), fields.get('until')];
    if (!isOptionalCount(last)) return wrong('last');
    if (!isOptionalCount(since)) return wrong('since');
    return isOptionalCount(until) ? { kind: 'audit', last, since, until } : wrong('until');
  },
};

/** The roles that a command can give; `none` removes a role. */
export const givenRoles = ['operator', 'owner', 'none'] as const;

export const isServerRole = (value: unknown): value is ServerRole | 'none' => givenRoles.some((role) => role === value);

export const isServerRequestKind = (kind: unknown): kind is ServerRequestKind =>
  typeof kind === 'string' && Object.hasOwn(parsers, kind);

export const parseServerRequest = (kind: ServerRequestKind, fields: Fields): ServerRequest | string =>
  parsers[kind](fields);
