import type { Chat } from '#chat/chat.ts';
import type { Asked, UserId } from '#chat/event.ts';
import type { Grant } from '#chat/rights/grant.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Reader } from '#chat/readable/reader.ts';
import type { ListenerRules } from '#chat/settings/listener-rules.ts';
import { cookieOf, presentedIn } from '#server/http/credentials.ts';
import type { OwnOrigin } from '#server/http/own-origin.ts';
import type { Sent } from '#server/http/site.ts';
import { type Problem, problemOf } from './problem.ts';
import type { Method, OpenAccess, OwnAccess, ReadAccess } from './access.ts';

/** The sender of a request. */
export interface Requester {
  readonly chat: Chat;
  readonly rules: ListenerRules;
  /** Wrong passwords and codes are counted by this address. */
  readonly address: string;
  /** The client has disconnected: waiting work is dropped. */
  readonly gone: AbortSignal;
  /** A browser sent it, for our own page. */
  readonly fromPage: boolean;
  /** It came by https. */
  readonly secure: boolean;
  readonly userAgent: string | undefined;
}

/** A caller that acts for an account. */
export interface Caller extends Requester {
  readonly grant: Grant;
  /** The code, if it was in the cookie. */
  readonly cookieCode: string | undefined;
  /** Requests an event. `secret`: the key of a room, or an invitation code. */
  act(event: Asked, room?: string, more?: { readonly once?: string; readonly secret?: string }): Promise<Answer>;
}

/** A caller that may also read for it. */
export interface ReadingCaller extends Caller {
  readonly reader: Reader;
  /** Reads the next part of a long answer when other requests have had their turn. */
  goOn<T>(read: () => T): Promise<T>;
}

/** What the listener knows about a request. */
export interface Arrived {
  readonly chat: Chat;
  readonly rules: ListenerRules;
  readonly own: OwnOrigin;
  readonly sent: Sent;
  readonly gone: AbortSignal;
  /** See `ReadingCaller`. `account`: whose. */
  readonly goOn: <T>(account: UserId, read: () => T) => Promise<T>;
}

export function requesterOf({ chat, rules, own, sent, gone }: Arrived): Requester {
  return {
    chat,
    rules,
    gone,
    address: sent.peer.address,
    fromPage: own.isOwn(sent),
    secure: own.isSecure(sent),
    userAgent: sent.headers['user-agent'],
  };
}

/** A page of another site can send a form here, but then the browser gives its origin. */
export const isTrusted = ({ own, sent }: Arrived, access: OpenAccess): boolean =>
  access === 'code' || !own.isForeign(sent);

/** The caller, by the code in the header or the cookie; or why it is refused. */
export function callerOf(arrived: Arrived, access: OwnAccess, method: Method): Caller | Problem {
  const { chat, own, sent } = arrived;
  const requester = requesterOf(arrived);
  const presented = presentedIn(sent.headers, requester.secure);
  if (!presented) return problemOf('not-logged-in');
  const byCookie = presented.by === 'cookie';
  // A browser adds the cookie to requests of any page, but never the header.
  if (byCookie && (method === 'get' ? own.isForeign(sent) : !requester.fromPage)) return problemOf('foreign');
  const grant = chat.grant(presented.code);
  if (!grant) return { ...problemOf('grant-invalid'), ...(byCookie && { cookie: noCookie(requester) }) };
  if (!allows(grant, access)) return problemOf('out-of-scope');
  const { address } = requester;
  const act: Caller['act'] = (event, room, more) =>
    chat.act(grant, { event, address, signal: requester.gone, ...(room !== undefined && { room }), ...more });
  return { ...requester, grant, cookieCode: byCookie ? presented.code : undefined, act };
}

function allows({ purpose, scopes }: Grant, access: OwnAccess): boolean {
  if (purpose === 'webhook') return false;
  return purpose === 'device' || access === 'account' || (access !== 'device' && scopes.includes(access));
}

/** The caller with its reader, or why the request is refused. */
export function readingCallerOf(arrived: Arrived, access: ReadAccess, method: Method): ReadingCaller | Problem {
  const caller = callerOf(arrived, access, method);
  if ('code' in caller) return caller;
  const reader = caller.chat.reader(caller.grant, caller.address);
  if ('code' in reader) return problemOf(reader);
  return { ...caller, reader, goOn: (read) => arrived.goOn(caller.grant.account.id, read) };
}

/** Stores the code of a device in the browser, as long as the code is valid. */
export const cookieFor = ({ secure, chat }: Requester, code: string, { until }: Grant): string =>
  cookieOf(code, secure, until - chat.clock.now());

/** Removes the cookie. */
export const noCookie = ({ secure }: Requester): string => cookieOf('', secure, 0);
