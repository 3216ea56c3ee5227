import type { Millis, Seq, ServerRole } from '#chat/event.ts';
import { type GrantRequest, grantParsers } from './grant-request.ts';
import { type ModerationRequest, moderationParsers } from './moderation-request.ts';
import { type RoomRequest, roomParsers } from './room-request.ts';
import { type Fields, isCount, isName, isOptional, wrong } from './fields.ts';

/** What the owner of a server asks about it as a whole. */
export type ServerRequest =
  /** All channels: a `RoomInfo` each. */
  | { readonly kind: 'room-list' }
  /** Who is present, or the members of a channel: a `Person` each. */
  | { readonly kind: 'who'; readonly room?: string | undefined }
  /** The settings of the chat: a `ChatSettingShown` each. */
  | { readonly kind: 'settings' }
  /** Another value for one; empty: its default. */
  | { readonly kind: 'setting'; readonly name: string; readonly value: string }
  /** The codes that can be spent, and the persons who are invited: a `CodeRecord` each. */
  | { readonly kind: 'codes'; readonly room?: string | undefined }
  /** A new invitation, to a channel or to register: a `CodeRecord` with the code. */
  | {
      readonly kind: 'code-make';
      readonly room?: string | undefined;
      readonly uses: number;
      readonly until?: Millis | undefined;
    }
  | { readonly kind: 'code-revoke'; readonly id: Seq }
  | { readonly kind: 'account-role'; readonly name: string; readonly role: ServerRole | 'none' }
  /** A new code with which that account gets another password: a `CodeRecord` with the code. */
  | { readonly kind: 'account-reset'; readonly name: string; readonly until?: Millis | undefined }
  /** Who used a right. `last`, `since`, `until`: as for `history`. */
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

/** A string says what is wrong with the fields. */
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

/** Roles as they are given; `none` takes one away. */
export const givenRoles = ['operator', 'owner', 'none'] as const;

export const isServerRole = (value: unknown): value is ServerRole | 'none' => givenRoles.some((role) => role === value);

export const isServerRequestKind = (kind: unknown): kind is ServerRequestKind =>
  typeof kind === 'string' && Object.hasOwn(parsers, kind);

export const parseServerRequest = (kind: ServerRequestKind, fields: Fields): ServerRequest | string =>
  parsers[kind](fields);
