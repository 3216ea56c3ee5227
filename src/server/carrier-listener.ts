import { networkOf } from '#chat/network.ts';
import type { Dialect } from '#dialects/dialect.ts';
import type { TapPoint } from '#link/tap.ts';
import type { ListenOptions } from '#link/tcp/tcp.ts';
import type { ConnectionHandler } from '#link/connection-handler.ts';
import type { Site } from '#link/http/site.ts';
import { type Carrier, type Transport, transports } from '#link/transports.ts';
import type { Captures } from './capture/captures.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { descriptorsForLinks } from './descriptors.ts';
import { formatListenerUrl, type ListenerUrl, nameOf } from './listener-url.ts';
import type { LinkShares } from './link-shares.ts';
import { type Log, stackOf } from './log.ts';

export interface CarrierOptions
  extends Pick<ListenOptions, 'onSlow' | 'onError' | 'onAcceptError'>, Partial<LinkShares> {
  /** The data directory. */
  readonly dir: string;
  readonly log: Log;
  readonly captures?: Captures | undefined;
  /** The HTTP site. Required for HTTP. */
  readonly site?: Site | undefined;
}

/** A listener accepts connections by one of the transports that carry its dialect. */
export interface CarrierListening {
  readonly url: string;
  readonly address: string;
  readonly port: number;
  /** The file with the certificate that clients must trust. Only for encrypted transports. */
  readonly certificate: string | undefined;
  close(): Promise<void>;
  /** See `Listening`. */
  finish(): Promise<void>;
}

const tcpAlone: readonly Carrier[] = [{ transport: 'tcp' }];

export const carriersOf = ({ carriers = tcpAlone }: Dialect): readonly Carrier[] => carriers;

/** The carriers of a dialect that are available on this machine. */
export async function usableCarriers(dialect: Dialect): Promise<readonly Carrier[]> {
  const missing = await Promise.all(carriersOf(dialect).map(({ transport }) => transports[transport].missing()));
  return carriersOf(dialect).filter((_, nth) => missing[nth] === undefined);
}

/** A sentence for each transport that these listeners could use but that is not available on this machine. */
export async function missingTransports(listen: readonly ListenerUrl[]): Promise<readonly string[]> {
  const wanted = new Set<Transport>(
    listen.flatMap(({ dialect }) => carriersOf(dialect).map(({ transport }) => transports[transport])),
  );
  const sentences = [...wanted].map(async (transport) => {
    const reason = await transport.missing();
    return reason === undefined ? [] : [`no ${transport.title}: ${reason}`];
  });
  return (await Promise.all(sentences)).flat();
}

/** Accepts connections of one carrier, on a port. Rejects with Node's error when the address is unavailable. */
export async function listenOnCarrier(
  listener: ListenerUrl,
  { transport: name, alpn }: Carrier,
  port: number,
  handler: ConnectionHandler,
  { dir, log, captures, site, ...reports }: CarrierOptions,
): Promise<CarrierListening> {
  const { dialect, host, options } = listener;
  const transport: Transport = transports[name];
  const certificate = transport.encrypted ? certificateOf(options, dir, Date.now()) : undefined;
  const onBroken = (error: unknown): void => log('broken-datagram', { dialect: dialect.name, error: stackOf(error) });
  const taps: TapPoint = { tap: undefined };
  const places = { host, port, taps, descriptors: descriptorsForLinks(), credentials: certificate, alpn, site };
  const listening = await transport.listen({ ...places, networkOf, onBroken, ...reports }, handler).catch((error) => {
    certificate?.forget();
    throw notBound(error, transport, host, port);
  });
  const url = formatListenerUrl(dialect, host, listening.port, name);
  const place = { name: nameOf(listener), dialect: dialect.name, url, transport: transport.title };
  captures?.add(place, { address: listening.address, port: listening.port }, taps);
  return {
    url,
    address: listening.address,
    port: listening.port,
    certificate: certificate?.file,
    close: () => closeWith(certificate, listening.close()),
    finish: async () => listening.finish?.(),
  };
}

async function closeWith(certificate: Certificate | undefined, closed: Promise<void>): Promise<void> {
  certificate?.forget();
  await closed;
}

/** The QUIC library wraps Node's error about a port. */
function notBound(error: unknown, { ports }: Transport, host: string, port: number): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || !('code' in cause)) return error;
  return Object.assign(new Error(cause.message, { cause: error }), {
    code: cause.code,
    address: `${ports} ${host}`,
    port,
  });
}
