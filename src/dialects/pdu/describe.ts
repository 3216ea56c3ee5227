import { bytesAsText } from '#text/mask.ts';

import type { Describer, Meaning } from '../dialect.ts';
import { mtypes } from './codec.ts';
import { types } from './talk-codec.ts';

const names: Readonly<Record<number, string>> = {
  [mtypes.loginRequest]: 'LOGIN_REQUEST',
  [mtypes.loginResponse]: 'LOGIN_RESPONSE',
  [mtypes.chat]: 'CHAT_MESSAGE',
  [mtypes.logout]: 'LOGOUT_MESSAGE',
  [mtypes.error]: 'ERROR_MESSAGE',
  [mtypes.ping]: 'PING_MESSAGE',
  [mtypes.versionRequest]: 'VERSION_REQUEST',
  [mtypes.versionResponse]: 'VERSION_RESPONSE',
  // The types below exist in version 2.0 only. The types above have the same meaning in both versions.
  [types.ack]: 'ACK',
  [types.pong]: 'PONG',
  [types.register]: 'REGISTER',
  [types.join]: 'JOIN',
  [types.leave]: 'LEAVE',
  [types.rooms]: 'ROOMS',
  [types.roomList]: 'ROOM_LIST',
  [types.members]: 'MEMBERS',
  [types.memberList]: 'MEMBER_LIST',
  [types.history]: 'HISTORY',
  [types.past]: 'PAST',
  [types.typing]: 'TYPING',
  [types.topic]: 'TOPIC',
  [types.event]: 'EVENT',
  [types.presence]: 'PRESENCE',
  [types.cursor]: 'CURSOR',
  [types.shutdown]: 'SHUTDOWN',
  [types.presenceLost]: 'PRESENCE_LOST',
  [types.edit]: 'EDIT',
  [types.remove]: 'REMOVE',
  [types.react]: 'REACT',
  [types.message]: 'MESSAGE',
  [types.search]: 'SEARCH',
  [types.read]: 'READ',
  [types.unread]: 'UNREAD',
  [types.role]: 'ROLE',
  [types.setting]: 'SETTING',
  [types.rename]: 'RENAME',
  [types.close]: 'CLOSE',
  [types.kick]: 'KICK',
  [types.list]: 'LIST',
  [types.invite]: 'INVITE',
  [types.invitations]: 'INVITATIONS',
  [types.away]: 'AWAY',
  [types.ignore]: 'IGNORE',
  [types.level]: 'LEVEL',
  [types.reset]: 'RESET',
};

/** Matches only at the beginning of a PDU, so that the text of messages cannot match. */
const beginning = /(?:^|[}\n])\s*\{\s*"mtype"\s*:\s*(\d+)/g;

const meaningsOf = (bytes: Uint8Array): readonly Meaning[] =>
  [...bytesAsText(bytes).matchAll(beginning)].map(([, mtype = '']) => ({ command: names[Number(mtype)] ?? mtype }));

/** Describes PDUs by their type, where they begin. */
export const describePdu = (): Describer => ({ client: meaningsOf, server: meaningsOf });
