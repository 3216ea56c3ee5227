import { randomBytes } from 'node:crypto';

import type { Seq, UserRef } from '#chat/event.ts';

import { answerFrame } from './codec.ts';
import { continueSession } from './continue-session.ts';
import { donePart } from './done-part.ts';
import { errorOf } from './errors.ts';
import type { Fields } from './fields.ts';
import { formatFor } from './formats.ts';
import type { Ref } from './protocol.ts';
import type { Welcome } from './protocol/exchanges.ts';
import { maxName, maxPassword } from './requests/names.ts';
import type { WebSession } from './session.ts';
import type { Done } from './requesting-session.ts';
import { mayGoOn, type ResumePlace, welcome } from './welcome.ts';

/** UTF-16 units of a token, and of an epoch. */
const maxToken = 64;

/** Who a client says it is. `code`: of a device or a bot. */
interface Shown {
  readonly name: string | undefined;
  readonly password: string | undefined;
  readonly token: string | undefined;
  readonly code: string | undefined;
}

export function logIn(session: WebSession, fields: Fields, ref: Ref): () => void {
  const name = fields.optionalText('name', maxName);
  const password = fields.optionalText('password', maxPassword);
  const token = fields.optionalText('token', maxToken);
  const device = fields.optionalFlag('device');
  const given = fields.optionalText('code', maxPassword);
  const open = fields.optionalText('open', maxName);
  const events = fields.optionalFlag('events');
  const said = fields.optionalFlag('said');
  const resume = fields.optionalObject('resume', (inner) => ({
    epoch: inner.text('epoch', maxToken),
    seq: inner.count('seq'),
  }));
  if (name === undefined && token === undefined && given === undefined && !device) fields.bad ??= 'name';
  return () => {
    const code = given ?? (device ? (session.link?.credentials ?? '') : undefined);
    const shown = { name, password, token, code };
    const standing = { resume, open, events, said };
    const begin = (): void => beginSession(session, ref, shown, standing);
    const earlier = liveSession(session, token);
    if (earlier) continueSession(earlier, session, ref, standing, begin);
    else begin();
  };
}

/** The session that has that token, if it is not over. */
function liveSession({ shared }: WebSession, token: string | undefined): WebSession | undefined {
  const found = token === undefined ? undefined : shared.sessions.get(token);
  return found?.over ? undefined : found;
}

/** The error for a login as a device without any code. */
const noCode =
  'No code came with the request for the WebSocket: send a cookie, the header Authorization: Bearer CODE, or the field code.';

function beginSession(session: WebSession, ref: Ref, shown: Shown, standing: ResumePlace): void {
  const { chat, seat } = session;
  const { password, token, code } = shown;
  const isGuest = password === undefined && code === undefined;
  const former = isGuest && token !== undefined ? chat.formerGuest(token) : undefined;
  const name = shown.name ?? former?.name;
  if (name === undefined && code === undefined) return session.sayFrame(() => errorOf('session-gone', ref));
  const fresh = randomBytes(20).toString('hex');
  const word = (done: Done, place: Seq): Welcome => {
    const user =
      done.kind === 'entry' ? done.entry.from : done.kind === 'no-op' ? done.user : { id: 0, name: name ?? '' };
    // A guest who comes back keeps its token: if this answer is lost, the client can still come back with the token that it has.
    session.became(user, token !== undefined && user.id === former?.id ? token : fresh);
    return welcomeOf(session, user, standing, place);
  };
  const ask = session.askWith((answer, place) => {
    if (answer.kind !== 'refusal') return answerFrame('login', ref, word(answer, place));
    const meanwhile = answer.code === 'name-taken' ? liveSession(session, token) : undefined;
    const sentence = code === '' ? noCode : undefined;
    if (!meanwhile) return errorOf(answer, ref, { ...(name !== undefined && { about: name }), sentence });
    // Another link has come back with the same token at the same time.
    chat.hold(seat);
    chat.afterDelivery(() => {
      continueSession(meanwhile, session, ref, standing, () => beginSession(session, ref, shown, standing));
      chat.release(seat);
    });
    return undefined;
  });
  const grant = code === undefined ? undefined : chat.grant(code);
  const scopes = grant?.purpose === 'bot' ? grant.scopes : undefined;
  const format = formatFor(scopes, standing.said);
  if (seat.format !== format) chat.become(seat, format);
  if (grant && scopes) chat.represent(seat, grant, ask);
  else if (code !== undefined) chat.come(seat, { device: code }, ask);
  else chat.come(seat, { name: name ?? '', password, token: fresh, former: former && token }, ask);
}

/** A guest is in no room after its login, so it has missed nothing. */
function welcomeOf(session: WebSession, user: UserRef, { resume, open, events }: ResumePlace, place: Seq): Welcome {
  const { chat, seat } = session;
  const from = seat.account && mayGoOn(session, resume) ? resume : undefined;
  if (from) chat.follow(seat, from);
  const cursor = { epoch: chat.cursor().epoch, seq: place };
  return welcome(session, user, { open, events, from: from ?? cursor, resumed: from !== undefined, attached: false });
}

export function register(session: WebSession, fields: Fields, ref: Ref): () => void {
  const password = fields.text('password', maxPassword);
  const code = fields.optionalText('code', maxPassword);
  return () => {
    const ask = session.ask({ type: 'register', ref }, donePart, session.user?.name);
    session.chat.register(session.seat, password, ask, code);
  };
}

export function rename(session: WebSession, fields: Fields, ref: Ref): () => void {
  const name = fields.text('name', maxName);
  return () => session.post({ type: 'name', ref }, { kind: 'renamed', name }, donePart, { about: name });
}
