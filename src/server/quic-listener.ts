import { networkOf } from '#chat/network.ts';
import type { Link } from '#link/link.ts';
import { listenQuic } from '#link/quic.ts';
import { loadQuic } from '#link/quic-library.ts';
import type { Listening, ListenOptions } from '#link/tcp.ts';
import { formatListenerUrl, type ListenerUrl } from './listener-url.ts';
import { type Log, stackOf } from './log.ts';
import { certificateOf } from './quic-certificate.ts';

/** What a listener does with those who come over QUIC. */
export interface QuicDoor {
  /** False: the connection is one too many. */
  admit(connection: Pick<Link, 'peer'>): boolean;
  /** The first stream of a connection. */
  first(link: Link): void;
  further(link: Link): void;
  /** A connection is over; one that was not admitted as well. */
  over(connection: Pick<Link, 'peer'>): void;
}

interface QuicSurroundings extends Pick<ListenOptions, 'onSlow' | 'onError'> {
  /** The data directory. */
  readonly dir: string;
  readonly log: Log;
}

/** A listener's other half. */
export interface QuicListening {
  readonly url: string;
  /** The file with the certificate that clients are to trust. */
  readonly certificate: string;
  close(): Promise<void>;
}

/** Whether one of them could be reached over QUIC if this machine had the library. */
export async function lacksQuic(listen: readonly ListenerUrl[]): Promise<boolean> {
  return listen.some(({ dialect }) => dialect.quic !== undefined) && !(await loadQuic());
}

/** Accepts QUIC on the UDP port of a listener's number. `undefined`: the dialect, or this machine, does not speak it. */
export async function listenOnQuic(
  { dialect, host, options }: ListenerUrl,
  port: number,
  door: QuicDoor,
  { dir, log, onSlow, onError }: QuicSurroundings,
): Promise<QuicListening | undefined> {
  const { quic: alpn } = dialect;
  if (alpn === undefined || !(await loadQuic())) return undefined;
  const certificate = certificateOf(options, dir, Date.now());
  const onBroken = (error: unknown): void => log('broken-datagram', { dialect: dialect.name, error: stackOf(error) });
  const reports = { networkOf, ...(onSlow && { onSlow }), ...(onError && { onError }), onBroken };
  const { cert, key } = certificate;
  let listening: Listening;
  try {
    listening = await listenQuic({ host, port, cert, key, alpn, ...reports }, ({ peer, accept }) => {
      void peer.over.then(() => door.over({ peer }));
      if (!door.admit({ peer })) return peer.end();
      let take = (link: Link): void => {
        take = door.further;
        door.first(link);
      };
      accept((link) => take(link));
    });
  } catch (error) {
    certificate.forget();
    throw notBound(error, host, port);
  }
  return {
    url: formatListenerUrl(dialect, host, listening.port).replace(':', '+quic:'),
    certificate: certificate.file,
    async close() {
      certificate.forget();
      await listening.close();
    },
  };
}

/** The library wraps what Node says of a port. */
function notBound(error: unknown, host: string, port: number): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || !('code' in cause)) return error;
  return Object.assign(new Error(cause.message, { cause: error }), { code: cause.code, address: `UDP ${host}`, port });
}
