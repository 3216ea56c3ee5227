import type { IncomingHttpHeaders } from 'node:http';
import type { Millis } from '#chat/event.ts';

/** The code in a request, and where. A browser adds the cookie by itself, also to requests caused by other sites. */
export interface Presented {
  readonly code: string;
  readonly by: 'cookie' | 'bearer';
}

/** Longer than any code. */
const maxCode = 128;
/** RFC 6750, 2.1. */
const bearer = /^bearer +([\w.~+/-]+=*) *$/i;

/** The name of the cookie. With https, browsers accept this name only from this host and only over https. */
const cookieName = (secure: boolean): string => (secure ? '__Host-polylogue' : 'polylogue');

/**
 * The code of a request, not yet checked: `Authorization: Bearer CODE`, otherwise the cookie. `secure`: it came by
 * https.
 */
export function presentedIn(
  { authorization, cookie }: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>,
  secure: boolean,
): Presented | undefined {
  if (authorization !== undefined && /^bearer\b/i.test(authorization)) {
    const code = bearer.exec(authorization)?.[1] ?? '';
    return { code: code.length <= maxCode ? code : '', by: 'bearer' };
  }
  const code = cookie === undefined ? undefined : cookieIn(cookie, cookieName(secure));
  return code === undefined || code.length > maxCode ? undefined : { code, by: 'cookie' };
}

/** The value of the first cookie of that name in a `Cookie` header. */
function cookieIn(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * The value of `Set-Cookie` that stores a code in a browser for this time; 0 ms: removes it. Scripts cannot read it.
 */
export function cookieOf(code: string, secure: boolean, lasting: Millis): string {
  const age = Math.max(0, Math.floor(lasting / 1000));
  const flags = ['Path=/', `Max-Age=${age}`, 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])];
  return [`${cookieName(secure)}=${code}`, ...flags].join('; ');
}
