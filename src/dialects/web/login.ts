import type { Cursor } from '#chat/cursor.ts';
import type { Seq, UserRef } from '#chat/event.ts';

import { answerFrame } from './codec.ts';
import { donePart } from './done-part.ts';
import { refPart, userPart } from './entry-part.ts';
import { errorOf } from './errors.ts';
import type { Fields } from './fields.ts';
import { formatFor } from './formats.ts';
import { type Ref, version } from './protocol.ts';
import type { Welcome } from './protocol/exchanges.ts';
import { maxName, maxPassword } from './requests/names.ts';
import { mayAsk } from './requests/needed-scopes.ts';
import { roomParts } from './room-part.ts';
import type { WebSession } from './session.ts';
import type { Done } from './talker.ts';
import { usualWindow, windowPart } from './window.ts';

/** More entries than this are not sent again after a link broke: the client reads the windows it shows. */
export const maxResumed = 500;
/** UTF-16 units of a token, and of an epoch. */
const maxToken = 64;
/** Users among whom a guest is looked for. */
const maxOnline = 1000;

/** Where a client continues, and what it shows. */
interface Standing {
  readonly resume: Cursor | undefined;
  readonly open: string | undefined;
  /** Its window has events, too. */
  readonly events: boolean;
  /** Messages that come together are sent as `said`. */
  readonly said: boolean;
}

export function logIn(session: WebSession, fields: Fields, ref: Ref): () => void {
  const name = fields.optionalText('name', maxName);
  const password = fields.optionalText('password', maxPassword);
  const token = fields.optionalText('token', maxToken);
  const device = fields.optionalFlag('device');
  const shown = fields.optionalText('code', maxPassword);
  const open = fields.optionalText('open', maxName);
  const events = fields.optionalFlag('events');
  const said = fields.optionalFlag('said');
  const resume = fields.optionalObject('resume', (inner) => ({
    epoch: inner.text('epoch', maxToken),
    seq: inner.count('seq'),
  }));
  if (name === undefined && token === undefined && shown === undefined && !device) fields.bad ??= 'name';
  return () => {
    const earlier = token === undefined ? undefined : session.shared.sessions.get(token);
    if (earlier && !earlier.over) goOn(earlier, session, ref, { resume, open, events, said }, begin);
    else begin();
  };
  function begin(): void {
    const code = shown ?? (device ? (session.link?.credentials ?? '') : undefined);
    const who = code !== undefined ? { device: code } : name === undefined ? undefined : { name, password };
    if (!who) return session.sayFrame(() => errorOf('session-gone', ref));
    const question = { type: 'login', ref } as const;
    const word = (done: Done, place: Seq): Welcome => {
      const user =
        done.kind === 'entry' ? done.entry.from : done.kind === 'no-op' ? done.user : { id: 0, name: name ?? '' };
      session.became(user);
      // A guest is a new user at every login.
      const from = session.seat.account && mayGoOn(session, resume) ? resume : undefined;
      if (from) session.chat.follow(session.seat, from);
      const cursor = { epoch: session.chat.cursor().epoch, seq: place };
      const resumed = from !== undefined;
      return welcome(session, user, { open, events, from: from ?? cursor, resumed, attached: false });
    };
    const ask = session.ask(question, word, name);
    const grant = code === undefined ? undefined : session.chat.grant(code);
    const scopes = grant?.purpose === 'bot' ? grant.scopes : undefined;
    const format = formatFor(scopes, said);
    if (session.seat.format !== format) session.chat.become(session.seat, format);
    if (grant && scopes) session.chat.represent(session.seat, grant, ask);
    else session.chat.come(session.seat, who, ask);
  }
}

/**
 * Attaches the connection of a new session to an earlier session: at once, or where it comes from another address, once that
 * was judged as a login from there would be. `begin`: logs in, if the earlier session has ended meanwhile.
 */
function goOn(earlier: WebSession, session: WebSession, ref: Ref, standing: Standing, begin: () => void): void {
  const { chat, seat } = session;
  const moved = (): void => {
    if (earlier.over) begin();
    else if (attach(earlier, session, ref, standing)) earlier.resume();
    chat.release(seat);
  };
  const ask = session.askWith((answer) => {
    if (answer.kind !== 'refusal') {
      // After the delivery under way: what that has for the session belongs to its former link.
      void Promise.resolve().then(moved);
      return undefined;
    }
    chat.release(seat);
    return errorOf(answer, ref, earlier.user && { about: earlier.user.name });
  });
  chat.hold(seat);
  if (chat.move(seat, earlier.seat, ask)) return;
  attach(earlier, session, ref, standing);
  chat.release(seat);
}

/** False: the peer of the new session has gone, or the earlier session has no user. */
function attach(earlier: WebSession, session: WebSession, ref: Ref, { resume, open, events, said }: Standing): boolean {
  const { chat } = earlier;
  // Before the link is attached, so that no answer to a request on one link is written to the other.
  chat.become(earlier.seat, formatFor(earlier.seat.scopes, said));
  const attached = earlier.takeOver(session);
  const { user } = earlier;
  if (!attached || !user) return false;
  const from = mayGoOn(earlier, resume) ? resume : undefined;
  const arrival = { open, events, from: from ?? chat.cursor(), resumed: from !== undefined, attached };
  earlier.write(answerFrame('login', ref, welcome(earlier, user, arrival)));
  if (from) chat.follow(earlier.seat, from);
  return true;
}

/** Whether what came after that place can be sent again: there is not too much of it. */
function mayGoOn({ chat, seat }: WebSession, resume: Cursor | undefined): boolean {
  if (!resume || !reads(seat)) return false;
  const page = chat.next(seat, resume, { limit: maxResumed + 1, length: Number.MAX_SAFE_INTEGER });
  return typeof page !== 'string' && page.entries.length <= maxResumed;
}

/** A bot may be allowed no more than to post. */
const reads = ({ scopes }: WebSession['seat']): boolean => mayAsk(scopes, 'window');

interface Arrival extends Pick<Standing, 'open' | 'events'> {
  readonly from: Cursor;
  readonly resumed: boolean;
  readonly attached: boolean;
}

function welcome(session: WebSession, user: UserRef, { open, events, from, resumed, attached }: Arrival): Welcome {
  const { chat, seat, listener } = session;
  const shows = !resumed && open !== undefined && reads(seat);
  const window = shows ? windowPart(session, open, { limit: usualWindow, events }) : undefined;
  const [edits, serverRole] = [chat.setting('edit-window'), chat.serverRole(seat)];
  const away = awayOf(session, user, attached);
  return {
    version,
    self: userPart({ ...user, account: seat.account }),
    ...(serverRole && { serverRole }),
    ...(seat.scopes && { scopes: seat.scopes }),
    token: session.token,
    epoch: from.epoch,
    place: from.seq,
    resumed,
    attached,
    rooms: reads(seat) ? roomParts(session) : [],
    ...(window !== undefined && typeof window !== 'string' && { window }),
    ignored: seat.scopes ? [] : chat.ignored(seat).map(refPart),
    ...(away !== undefined && { away }),
    server: {
      version: listener.version ?? '',
      ...(listener.build !== undefined && { build: listener.build }),
      registration: chat.registration(listener.rules),
      guests: listener.rules.guests && chat.setting('guests'),
      ...(Number.isFinite(edits) && { editWindow: edits }),
      search: true,
    },
  };
}

/** A guest can only be away if its session goes on. */
function awayOf({ chat, seat }: WebSession, { id, name }: UserRef, attached: boolean): string | undefined {
  if (seat.account) return chat.accountNamed(name)?.away;
  return attached ? chat.online(maxOnline).find((person) => person.id === id)?.away : undefined;
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
