import type { IncomingHttpHeaders } from 'node:http';
import type { Millis } from '#chat/event.ts';

/** The code that a request carries, and how. A browser adds the cookie by itself, also to requests that other sites make it send. */
export interface Presented {
  readonly code: string;
  readonly by: 'cookie' | 'bearer';
}

/** Longer than any code. */
const maxCode = 128;
/** As in RFC 6750, 2.1. */
const bearer = /^bearer +([\w.~+/-]+=*) *$/i;

/** Under https, a name that a browser takes from this very host only, and only over https. */
export const cookieName = (secure: boolean): string => (secure ? '__Host-polylogue' : 'polylogue');

/** The code of a request, not judged yet: `Authorization: Bearer CODE`, or else the cookie. `secure`: it came by https. */
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

/** The value of a `Cookie` header's first cookie of that name. */
function cookieIn(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** The value of `Set-Cookie` that keeps a code in a browser for so long; 0 ms: no longer. Scripts do not see it. */
export function cookieOf(code: string, secure: boolean, lasting: Millis): string {
  const age = Math.max(0, Math.floor(lasting / 1000));
  const flags = ['Path=/', `Max-Age=${age}`, 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])];
  return [`${cookieName(secure)}=${code}`, ...flags].join('; ');
}
