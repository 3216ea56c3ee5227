import { answerFrame, type Line } from './codec.ts';
import { errorOf } from './errors.ts';
import { Fields } from './fields.ts';
import { logIn, register, rename } from './login.ts';
import { maxName } from './requests/names.ts';
import { mayAsk } from './requests/needed-scopes.ts';
import { rowOf } from './requests/table.ts';
import type { WebSession } from './session.ts';

/** Reads the fields of a request of the session itself, and returns what to do. */
type OwnRow = (session: WebSession, fields: Fields, ref: string | number) => () => void;

/** Whether it may be asked before a login, and after. */
interface Own {
  readonly before: boolean;
  readonly after: boolean;
  readonly row: OwnRow;
}

/** What changes the session. */
const own: ReadonlyMap<string, Own> = new Map<string, Own>([
  ['login', { before: true, after: false, row: logIn }],
  ['register', { before: false, after: true, row: register }],
  ['name', { before: false, after: true, row: rename }],
  [
    'logout',
    { before: true, after: true, row: (session, _fields, ref) => () => session.leave(answerFrame('logout', ref, {})) },
  ],
]);

/** Does what a client asks, or answers with an error. */
export function handle(session: WebSession, line: Line): void {
  const { type, ref } = line;
  const fields = new Fields(line.fields);
  if (type === 'typing') return showTyping(session, fields);
  if (ref === undefined) return session.refuse('malformed');
  const refuse = (
    code: 'unknown-type' | 'not-here' | 'here-already' | 'out-of-scope' | 'bad-field',
    field?: string,
  ): void => session.sayFrame(() => errorOf(code, ref, field === undefined ? {} : { field }));
  const mine = own.get(type);
  const row = mine ? undefined : rowOf(type);
  if (!mine && !row) return refuse('unknown-type');
  const isIn = session.user !== undefined;
  if (!isIn && !mine?.before) return refuse('not-here');
  if (isIn && mine && !mine.after) return refuse('here-already');
  if (!mayAsk(session.seat.scopes, type)) return refuse('out-of-scope');
  const run = mine ? mine.row(session, fields, ref) : row?.(fields, session, ref);
  if (fields.bad === undefined) run?.();
  else refuse('bad-field', fields.bad);
}

function showTyping(session: WebSession, fields: Fields): void {
  const room = fields.text('room', maxName);
  const active = fields.flag('active');
  if (fields.bad !== undefined)
    return session.sayFrame(() => errorOf('bad-field', undefined, { field: fields.bad ?? '' }));
  const refused = session.user ? session.chat.typing(session.seat, room, active) : 'not-here';
  if (refused) session.sayFrame(() => errorOf(refused, undefined, { about: room }));
}
