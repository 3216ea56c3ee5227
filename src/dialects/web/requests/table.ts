import type { Fields } from '../fields.ts';
import type { RequestType } from '../protocol.ts';
import type { PendingRequest, Row, Rows, RequestingSession } from '../requesting-session.ts';
import { codes } from './codes.ts';
import { roomAdministration } from './room-administration.ts';
import { moderating } from './moderating.ts';
import { own } from './own.ts';
import { playing } from './playing.ts';
import { reading } from './reading.ts';
import { rooms } from './rooms.ts';
import { serving } from './serving.ts';
import { speaking } from './speaking.ts';

const ping: Rows = {
  ping: (_fields, session, request) => () => session.say(request, () => ({})),
};

/** Every request of a session that is logged in. */
const rows: Rows = {
  ...speaking,
  ...reading,
  ...rooms,
  ...own,
  ...roomAdministration,
  ...moderating,
  ...codes,
  ...serving,
  ...playing,
  ...ping,
};

const isRequest = (type: string): type is RequestType => Object.hasOwn(rows, type);

/** What a request asks for: undefined if there is no such request. */
export function rowOf(
  type: string,
): ((fields: Fields, session: RequestingSession, ref: PendingRequest['ref']) => () => void) | undefined {
  return isRequest(type) ? bind(type) : undefined;
}

/** The row and its request have the same type. The compiler can check that only for each type separately. */
function bind<K extends RequestType>(
  type: K,
): ((fields: Fields, session: RequestingSession, ref: PendingRequest['ref']) => () => void) | undefined {
  const row: Row<K> | undefined = rows[type];
  return row && ((fields, session, ref) => row(fields, session, { type, ref }));
}
