import type { AskedKind } from '#chat/event.ts';
import { setting } from './chat-setting.ts';
import { claimed, credential, registered, unregistered } from './account.ts';
import { edited, reacted, redacted } from './message-change.ts';
import { delivered, heard, read } from './cursor.ts';
import type { Judges } from './kind.ts';
import { enrolled, joined, left } from './membership.ts';
import { imported, message } from './message.ts';
import { listed, unlisted } from './moderation-list.ts';
import { began, founded, keyed } from './order-and-run.ts';
import { invited, kicked } from './kick-and-invite.ts';
import { away, ignored, level } from './personal.ts';
import { moved } from './moved-session.ts';
import { came, renamed, went } from './presence.ts';
import { role } from './role.ts';
import { loggedOut, tokenMade, tokenRevoked, used } from './token.ts';
import { serverRole } from './server-role.ts';
import { set, topic } from './topic-and-setting.ts';
import { closed, roomNamed } from './rename-and-close.ts';

/** All kinds of drafts, and how each is judged. */
export const kinds: { readonly [K in AskedKind]: Judges<K> } = {
  founded,
  began,
  came,
  went,
  moved,
  renamed,
  joined,
  left,
  topic,
  role,
  set,
  roomNamed,
  closed,
  message,
  edited,
  redacted,
  reacted,
  read,
  delivered,
  heard,
  level,
  ignored,
  away,
  registered,
  credential,
  unregistered,
  enrolled,
  imported,
  setting,
  serverRole,
  claimed,
  tokenMade,
  tokenRevoked,
  loggedOut,
  used,
  keyed,
  listed,
  unlisted,
  kicked,
  invited,
};
