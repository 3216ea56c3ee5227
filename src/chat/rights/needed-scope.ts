import type { AskedKind } from '#chat/events/asked-events.ts';
import type { Scope } from './grant-scope.ts';

/**
 * What a grant must allow for a draft of that kind. `device`: only a device may. Undefined: nobody without a session, because
 * it needs presence or is for the node itself.
 */
export const scopeFor = (kind: AskedKind): Scope | 'device' | undefined => needed[kind];

const needed: Readonly<Record<AskedKind, Scope | 'device' | undefined>> = {
  read: 'mark',
  delivered: 'mark',
  message: 'post',
  edited: 'post',
  /** Of another's message, it is `moderate`. */
  redacted: 'post',
  reacted: 'post',
  joined: 'rooms',
  left: 'rooms',
  topic: 'rooms',
  invited: 'rooms',
  kicked: 'moderate',
  listed: 'moderate',
  unlisted: 'moderate',
  role: 'moderate',
  set: 'moderate',
  roomNamed: 'moderate',
  closed: 'moderate',
  level: 'device',
  ignored: 'device',
  setting: 'device',
  serverRole: 'device',
  tokenMade: 'device',
  tokenRevoked: 'device',
  loggedOut: 'device',
  founded: undefined,
  keyed: undefined,
  began: undefined,
  came: undefined,
  went: undefined,
  moved: undefined,
  renamed: undefined,
  away: undefined,
  heard: undefined,
  registered: undefined,
  credential: undefined,
  unregistered: undefined,
  enrolled: undefined,
  imported: undefined,
  claimed: undefined,
  used: undefined,
};
