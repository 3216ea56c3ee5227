import type { AskedKind } from '#chat/event.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';
import { scopeFor } from '#chat/rights/needed-scope.ts';

import type { RequestType } from '../protocol.ts';

/** `device`: not for bots. */
type Needed = readonly (Scope | 'device')[];

/** What posts an event of that kind. The order judges it again. */
const posting = (kind: AskedKind, ...also: Needed): Needed => [scopeFor(kind) ?? 'device', ...also];

/** The scopes that a bot needs for a request. */
const needed: Readonly<Record<RequestType, Needed>> = {
  login: [],
  logout: [],
  ping: [],
  register: ['device'],
  name: posting('renamed'),
  post: posting('message'),
  edit: posting('edited'),
  /** To redact another user's message, a bot needs `moderate`. The order checks that. */
  redact: posting('redacted'),
  react: posting('reacted'),
  message: ['read'],
  window: ['read'],
  search: ['read'],
  room: ['read'],
  rooms: ['read'],
  members: ['read'],
  online: ['read'],
  'invited-to': ['read'],
  join: posting('joined'),
  leave: posting('left'),
  topic: posting('topic'),
  invite: posting('invited'),
  /** Its answer says what is unread. */
  read: posting('read', 'read'),
  received: posting('delivered'),
  level: posting('level'),
  ignore: posting('ignored'),
  away: posting('away'),
  idle: ['device'],
  set: posting('set'),
  'name-room': posting('roomNamed'),
  close: posting('closed'),
  role: posting('role'),
  kick: posting('kicked'),
  list: posting('listed'),
  unlist: posting('unlisted'),
  masks: ['read', 'moderate'],
  'invite-code': posting('tokenMade'),
  invitations: ['device'],
  revoke: posting('tokenRevoked'),
  settings: ['device'],
  setting: posting('setting'),
  'server-role': posting('serverRole'),
  audit: ['device'],
  listeners: ['device'],
  'play-open': ['device'],
  'play-send': ['device'],
  'play-close': ['device'],
  translate: ['device'],
};

const isRequest = (type: string): type is RequestType => Object.hasOwn(needed, type);

/** Whether a session may make a request. `scopes`: of a bot; undefined: a person. */
export function mayAsk(scopes: readonly Scope[] | undefined, type: string): boolean {
  if (!scopes) return true;
  return isRequest(type) && needed[type].every((scope) => scope !== 'device' && scopes.includes(scope));
}
