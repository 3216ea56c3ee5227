import { overQuic, overTcp, type Reach } from '#lab/check/connect-server.ts';
import type { Suite } from '#lab/check/check.ts';
import type { QuicServer } from '#lab/check/client-listener.ts';
import type { TransportName } from '#link/transports.ts';
import { type Given, textOf, UsageError } from '#server/command.ts';

import { certificateIn, temporaryCredentials } from './check-certificates.ts';

/** Parses `HOST:PORT`; undefined for other text. Throws `UsageError`. */
export function placeOf(word: string): { readonly host: string; readonly port: number } | undefined {
  const address = /^(?<host>\[[^\]]+\]|[^:/]+):(?<port>\d{1,5})$/.exec(word)?.groups;
  if (!address) return undefined;
  const { host = '', port = '' } = address;
  if (Number(port) < 1 || Number(port) > 65_535) throw new UsageError(`${port} is not a valid port (1–65535).`);
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

export function transportOf(values: Given['values'], suite: Suite): TransportName {
  const transport = textOf(values, 'transport') ?? 'tcp';
  if (transport !== 'tcp' && transport !== 'quic')
    throw new UsageError(`--transport takes tcp or quic, not ${JSON.stringify(transport)}.`);
  if (transport === 'quic' && suite.alpn === undefined)
    throw new UsageError(`${suite.dialect} does not run over QUIC.`);
  return transport;
}

/** How the server is reached, and its command line, with `{cert}` and `{key}` replaced by files. */
export function reachOf(
  values: Given['values'],
  suite: Suite,
  words: readonly string[],
): { readonly reach: Reach; readonly words: readonly string[] } {
  const ca = textOf(values, 'ca');
  if (transportOf(values, suite) === 'tcp' || suite.alpn === undefined) {
    if (ca !== undefined) throw new UsageError('--ca needs --transport quic.');
    return { reach: overTcp, words };
  }
  if (ca !== undefined) return { reach: overQuic(certificateIn(ca), suite.alpn), words };
  if (!words.some((word) => word.includes('{cert}')))
    throw new UsageError(
      'QUIC needs the certificate of the server: give it with --ca FILE, or write {cert} and {key} where your program takes those files.',
    );
  const { cert, certFile, keyFile } = temporaryCredentials();
  const told = words.map((word) => word.replaceAll('{cert}', certFile).replaceAll('{key}', keyFile));
  return { reach: overQuic(cert, suite.alpn), words: told };
}

/** Our certificate as a server over QUIC; undefined over TCP. */
export function quicServer(values: Given['values'], suite: Suite, words: readonly string[]): QuicServer | undefined {
  if (textOf(values, 'ca') !== undefined)
    throw new UsageError(
      '--ca is for checks of servers. For a client we are the server, and {cert} is our certificate.',
    );
  if (transportOf(values, suite) === 'tcp') return undefined;
  if (words.some((word) => word.includes('{cert}'))) return { ...temporaryCredentials(), alpn: suite.alpn ?? '' };
  throw new UsageError('the client does not get our certificate: write {cert} in its arguments.');
}
