import type { IncomingMessage } from 'node:http';

/**
 * The path and the query of a request. A client that takes the server for a proxy sends the whole URL (RFC 9112, 3.2.2), which
 * must have the host of the header `Host`. Undefined: the URL is that of another server.
 */
export function targetOf({
  url = '/',
  headers: { host = '' },
}: Pick<IncomingMessage, 'url' | 'headers'>): string | undefined {
  const [, named, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (named === undefined) return url;
  if (named.toLowerCase() !== host.toLowerCase()) return undefined;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
