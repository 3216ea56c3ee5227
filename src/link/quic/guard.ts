import { makeHandshakes } from './accept.ts';
import { detailOf, isStream, type LibraryConnection, type LibraryServer, type QuicLibrary } from './library.ts';
import { methodOf, partOf, symbolOf } from './private-parts.ts';
import { limitUseless } from './useless-bytes.ts';

export interface Guarding {
  /** Called with each error that the library throws at a datagram, or on a connection, which is ended then. */
  readonly caught: (error: unknown) => void;
  /** Calls `handle` for a datagram, now or later. `address`: its source, which may be forged. */
  readonly inTurn: (address: string, bytes: number, handle: () => void) => void;
  /** Whether a handshake may begin. The address has shown that it receives what we send there. */
  readonly mayBegin: (address: string) => boolean;
  readonly networkOf: (address: string) => string;
}

/** Where a datagram comes from. */
interface Sender {
  readonly address: string;
  readonly port: number;
}

/**
 * Protects a server that has not started yet from its peers. An error that its socket throws would end the process. A
 * datagram that cannot be sent would end it, too: it is dropped, as a network may drop it. One from port 0 cannot be
 * answered (RFC 768). Handshakes are made without the library (`makeHandshakes`).
 */
export function guard(server: LibraryServer, library: QuicLibrary, guarding: Guarding): void {
  const { caught, inTurn, mayBegin, networkOf } = guarding;
  const socket = partOf(server, 'socket');
  const [handle, send] = [methodOf(socket, 'handleSocketMessage'), methodOf(socket, 'send_')];
  const sendSafely = (...datagram: unknown[]): Promise<unknown> => Promise.resolve(send(...datagram)).catch(caught);
  Reflect.set(socket, 'send_', sendSafely);
  const handshakes = makeHandshakes(server, library, {
    caught,
    mayBegin,
    networkOf,
    send: (datagram, { host, port }) => void sendSafely(datagram, port, host),
    prepare(connection) {
      const fail = contain(connection, caught);
      limitUseless(connection, fail);
      holdStreams(connection);
    },
  });
  Reflect.set(socket, 'handleSocketMessage', (data: Uint8Array, { address: host, port }: Sender) => {
    if (port === 0) return;
    inTurn(host, data.length, () => {
      if (!handshakes.receive(data, { host, port }))
        Promise.resolve(handle(data, { address: host, port })).catch(caught);
    });
  });
  for (const part of [server, socket]) catchThrown(part, caught);
}

/**
 * Streams that a peer may open beyond a number that it has skipped: the library remembers the numbers of these as
 * long as the skipped one is missing. Packets may arrive in another order, and no more than 32 streams are open at
 * once.
 */
export const maxBeyondGap = 256;

/**
 * Lets an error of the library end the connection on which it occurs, and nothing else. The library throws its
 * internal errors where no caller can catch them, and peers can cause some, for example by resetting a stream while
 * its last bytes are read. Returns the function that ends the connection.
 */
export function contain(connection: LibraryConnection, caught: (error: unknown) => void): (error: unknown) => void {
  const fail = (error: unknown): void => {
    caught(error);
    void stopConnection(connection);
  };
  const send = methodOf(connection, 'send');
  Reflect.set(connection, 'send', () => Promise.resolve(send()).catch(fail));
  catchThrown(connection, fail);
  connection.addEventListener('EventQUICConnectionStream', (event) => {
    const stream = detailOf(event);
    if (isStream(stream)) catchThrown(stream, fail);
    const beyond = partOf(connection, 'streamIdUsedSet');
    if (beyond instanceof Set && beyond.size > maxBeyondGap) fail(new Error('a peer has left out a stream for long'));
  });
  return fail;
}

/** Ends a connection, also where the library throws because one of its streams is in an unexpected state. */
export async function stopConnection(connection: LibraryConnection): Promise<void> {
  const stop = (): Promise<void> => connection.stop({ force: true });
  await stop().catch(() => {
    const streams = partOf(connection, 'streamMap');
    methodOf(streams, 'clear')();
    return stop().catch(() => {});
  });
}

/**
 * Holds back the streams of a new connection until `releaseStreams`. The library would refuse those that come with
 * the last packet of the handshake.
 */
function holdStreams(connection: LibraryConnection): void {
  methodOf(connection, processStreams);
  Reflect.set(connection, processStreams, () => {});
}

/** From now on streams are reported as they come. */
export function releaseStreams(connection: LibraryConnection): void {
  Reflect.deleteProperty(connection, processStreams);
  try {
    methodOf(connection, processStreams)();
  } catch {
    void stopConnection(connection);
  }
}

const processStreams = 'processStreams';

/**
 * Drops the packets of a connection that come from another network than it began in. It was told not to move there
 * (RFC 9000, 9 and 18.2); another port of its address may be that of its router.
 */
export function keepInNetwork(connection: LibraryConnection, isOwn: (address: string) => boolean): void {
  const receive = methodOf(connection, 'recv');
  Reflect.set(connection, 'recv', async (data: Uint8Array, from: { readonly host: string }) => {
    if (isOwn(from.host)) await receive(data, from);
  });
}

/** The library reports an exception of an event listener as an event. Without a listener for that event it ends the process. */
function catchThrown(thrower: object, caught: (error: unknown) => void): void {
  const target = partOf(thrower, symbolOf(thrower, '_eventTarget'));
  const standard: unknown = Reflect.get(thrower, symbolOf(thrower, '_handleEventError'));
  methodOf(target, 'removeEventListener')('EventError', standard);
  const listen = (event: Event): void => caught(detailOf(event));
  methodOf(target, 'addEventListener')('EventError', listen);
}
