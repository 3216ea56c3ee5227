import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** The headers of a request about its origin and its target. */
export interface Requested {
  readonly headers: IncomingHttpHeaders;
  /** A trusted proxy says so. */
  readonly https: boolean;
}

/** Decides which requests come from our own page. */
export interface OwnOrigin {
  /**
   * The request names this server: an address, `localhost`, this machine, or the public URL. Otherwise the name of
   * another site could point to this address, and its page would have the same origin.
   */
  isNamed(request: Requested): boolean;
  /** Whether a browser sends it for a page of another site. Programs other than browsers do not say. */
  isForeign(request: Requested): boolean;
  /** Whether a browser sends it for our own page. */
  isOwn(request: Requested): boolean;
  /** Whether the browser uses https: to a trusted proxy, or to a public URL with https. */
  isSecure(request: Requested): boolean;
}

/** `publicUrl`: the URL of the server for browsers, if it differs from the listener's address. */
export function ownOriginOf(publicUrl: URL | undefined, machine: string = hostname()): OwnOrigin {
  const names = new Set(['localhost', machine.toLowerCase(), `${machine.toLowerCase()}.local`]);
  if (publicUrl) names.add(publicUrl.hostname.toLowerCase());

  const isNamed = ({ headers: { host = '' } }: Requested): boolean => {
    const name = nameIn(host);
    return name !== undefined && (isIP(name) !== 0 || names.has(name) || name.endsWith('.localhost'));
  };
  const isOurs = (origin: string, { headers: { host = '' }, https }: Requested): boolean => {
    if (origin === publicUrl?.origin) return true;
    // The public name always leads to the public URL.
    if (publicUrl && nameIn(host) === publicUrl.hostname) return false;
    return origin === originOf(`${https ? 'https' : 'http'}://${host}`);
  };

  return {
    isNamed,
    isForeign(request) {
      const { origin, 'sec-fetch-site': site } = request.headers;
      if (origin !== undefined) return !isOurs(origin, request);
      return site !== undefined && site !== 'same-origin' && site !== 'none';
    },
    isOwn(request) {
      const { origin, 'sec-fetch-site': site } = request.headers;
      if (origin !== undefined) return isOurs(origin, request);
      return site === 'same-origin';
    },
    isSecure: ({ headers: { host = '' }, https }) =>
      https || (publicUrl?.protocol === 'https:' && nameIn(host) === publicUrl.hostname),
  };
}

/** The host in a `Host` header, without port and brackets, in lower case. Undefined: it contains more than that. */
function nameIn(host: string): string | undefined {
  if (/[@/?#\\]/.test(host)) return undefined;
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  } catch {
    return undefined;
  }
}

function originOf(url: string): string | undefined {
  try {
    return new URL(url).origin;
  } catch {
    return undefined;
  }
}
