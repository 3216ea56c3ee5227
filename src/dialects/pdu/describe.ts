import { bytesAsText } from '#text/mask.ts';

import type { Describer, Meaning } from '../dialect.ts';
import { mtypes } from './codec.ts';

const names: Readonly<Record<number, string>> = {
  [mtypes.loginRequest]: 'LOGIN_REQUEST',
  [mtypes.loginResponse]: 'LOGIN_RESPONSE',
  [mtypes.chat]: 'CHAT_MESSAGE',
  [mtypes.logout]: 'LOGOUT_MESSAGE',
  [mtypes.error]: 'ERROR_MESSAGE',
  [mtypes.ping]: 'PING_MESSAGE',
  [mtypes.versionRequest]: 'VERSION_REQUEST',
  [mtypes.versionResponse]: 'VERSION_RESPONSE',
};

/** Matches only at the beginning of a PDU, so that the text of messages cannot match. */
const beginning = /(?:^|[}\n])\s*\{\s*"mtype"\s*:\s*(\d+)/g;

const meaningsOf = (bytes: Uint8Array): readonly Meaning[] =>
  [...bytesAsText(bytes).matchAll(beginning)].map(([, mtype = '']) => ({ command: names[Number(mtype)] ?? mtype }));

/** Describes PDUs by their type, where they begin. */
export const describePdu = (): Describer => ({ client: meaningsOf, server: meaningsOf });
