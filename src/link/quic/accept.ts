import { Handshakes } from './handshakes.ts';
import {
  type HostPort,
  isConnection,
  type LibraryConnection,
  type LibraryServer,
  type NativeConnection,
  type NativeHeader,
  type QuicLibrary,
} from './library.ts';
import { methodOf, partOf } from './private-parts.ts';

export interface Accepting {
  /** Called with each error that the library throws when it takes a connection. */
  readonly caught: (error: unknown) => void;
  /** Whether a handshake may begin. The address has shown that it receives what we send there. */
  readonly mayBegin: (address: string) => boolean;
  readonly networkOf: (address: string) => string;
  readonly send: (datagram: Uint8Array, to: HostPort) => void;
  /** Called with each new connection before the library starts it. */
  readonly prepare: (connection: LibraryConnection) => void;
}

export interface MadeHandshakes {
  /** False: the datagram belongs to no unfinished handshake. */
  receive(datagram: Uint8Array, from: HostPort): boolean;
}

/** The arguments of the library for a packet that may begin a connection. `id`: its text is hexadecimal. */
type First = readonly [from: HostPort, header: NativeHeader, id: Uint8Array, datagram: Uint8Array];

/** An Initial packet in a shorter datagram is discarded (RFC 9000, 14.1): our answer would be longer than what was sent to us. */
const shortestInitial = 1200;

/** The length of the ids that the server chooses. */
const idLength = 20;

/**
 * Makes the handshakes that a server would begin. The library gets each connection when its handshake is finished, as
 * if its first packet had come then.
 */
export function makeHandshakes(
  server: LibraryServer,
  { native: { quiche }, buildQuicheConfig }: QuicLibrary,
  { caught, mayBegin, networkOf, send, prepare }: Accepting,
): MadeHandshakes {
  const [accept, validate] = [methodOf(server, 'acceptConnection'), methodOf(server, 'validateToken')];
  const handshakes = new Handshakes({ send });
  const adopt = adopter(server, prepare);
  const finish = (first: First, native: NativeConnection): void => {
    const adopted = adopt(first[2].toString(), native);
    Promise.resolve(accept(...first))
      .catch(caught)
      .finally(adopted);
  };
  // The library would make one for each connection, which takes 0.1 ms and some 5 kB.
  const config = buildQuicheConfig(partOf(server, 'config'));
  Reflect.set(server, 'acceptConnection', async (...first: First) => {
    const [from, { ty, version, token, dcid }, id, datagram] = first;
    if (ty !== quiche.Type.Initial || datagram.length < shortestInitial) return;
    // Answered with a Retry packet, or with the supported versions; nothing is kept of it.
    if (!quiche.versionIsSupported(version) || !token?.length) {
      await accept(...first);
      return;
    }
    const original = await validate(Buffer.from(token), from.host);
    if (!(original instanceof Uint8Array) || dcid.length !== idLength || !mayBegin(from.host)) return;
    const to = { host: server.host, port: server.port };
    handshakes.begin(
      id.toString(),
      {
        connection: quiche.Connection.accept(dcid, original, to, from, config),
        path: { from, to },
        network: networkOf(from.host),
        finish: (connection) => finish(first, connection),
      },
      datagram,
    );
  });
  return { receive: (datagram, from) => handshakes.receive(idOf(datagram), datagram, from) };
}

/**
 * Returns a function that makes the library use an existing native connection for the next connection with that id.
 * The native connection has taken all datagrams so far. What the function returns undoes this.
 */
function adopter(
  server: LibraryServer,
  prepare: (connection: LibraryConnection) => void,
): (id: string, native: NativeConnection) => () => void {
  const connections = partOf(partOf(server, 'socket'), 'connectionMap');
  const add = methodOf(connections, 'set');
  const adopted = new Map<string, NativeConnection>();
  Reflect.set(connections, 'set', (id: Uint8Array, connection: unknown) => {
    const native = adopted.get(id.toString());
    if (native && isConnection(connection)) {
      partOf(connection, 'conn');
      Reflect.set(connection, 'conn', native);
      // The library hands over the first datagram when it starts the connection.
      Reflect.set(native, 'recv', () => {
        Reflect.deleteProperty(native, 'recv');
        return 0;
      });
      prepare(connection);
    }
    return add(id, connection);
  });
  return (id, native) => {
    adopted.set(id, native);
    return () => void adopted.delete(id);
  };
}

/** The id that a datagram is addressed to (RFC 8999, 5.1 and 5.2), in hexadecimal. */
function idOf(datagram: Uint8Array): string {
  const at = ((datagram[0] ?? 0) & 0x80) === 0 ? 1 : 6;
  return Buffer.from(datagram.buffer, datagram.byteOffset, datagram.length).toString('hex', at, at + idLength);
}
