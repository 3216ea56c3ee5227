/**
 * The part that we use of the library `@matrixai/quic`, an optional dependency, because it is not built for every
 * platform. Node itself has no QUIC.
 */
export interface QuicLibrary {
  readonly QUICServer: new (options: ServerOptions) => LibraryServer;
  readonly QUICClient: {
    createQUICClient(options: ClientOptions, context: { readonly timer: number }): Promise<LibraryClient>;
  };
  /** Classes, whose names are the names of the events. */
  readonly events: Readonly<Record<EventName, { readonly name: string }>>;
}

type EventName = 'EventQUICServerConnection' | 'EventQUICConnectionStream' | 'EventQUICConnectionStopped';

interface CommonConfig {
  readonly applicationProtos: readonly string[];
  /** Milliseconds of silence after which a connection is over, if the peer does not ask for less. */
  readonly maxIdleTimeout: number;
  /** Streams a peer may have open. */
  readonly initialMaxStreamsBidi: number;
  readonly initialMaxStreamsUni: number;
  /** Bytes that a peer may send before they are taken: on a connection, on a stream that we have opened, and on one of the peer. */
  readonly initialMaxData: number;
  readonly initialMaxStreamDataBidiLocal: number;
  readonly initialMaxStreamDataBidiRemote: number;
  /** To how much the library may raise that. */
  readonly maxConnectionWindow: number;
  readonly maxStreamWindow: number;
  readonly enableEarlyData: boolean;
}

export interface ServerOptions {
  readonly crypto: {
    readonly key: ArrayBuffer;
    readonly ops: {
      sign(key: ArrayBuffer, data: ArrayBuffer): Promise<ArrayBuffer>;
      verify(key: ArrayBuffer, data: ArrayBuffer, signature: ArrayBuffer): Promise<boolean>;
    };
  };
  readonly config: CommonConfig & { readonly key: string; readonly cert: string; readonly verifyPeer: false };
  /** Milliseconds a handshake may take. */
  readonly minIdleTimeout: number;
  readonly logger: Silence;
}

export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly serverName: string;
  readonly localHost: string;
  readonly crypto: { readonly ops: { randomBytes(data: ArrayBuffer): Promise<void> } };
  readonly config: CommonConfig & { readonly ca: string; readonly verifyPeer: true };
  readonly logger: Silence;
}

/** The methods of `EventTarget` that the library's objects have. */
interface Evented {
  addEventListener(type: string, listener: (event: Event) => void, options?: { readonly once: boolean }): void;
}

export interface LibraryServer extends Evented {
  readonly host: string;
  readonly port: number;
  start(options: { readonly host: string; readonly port: number }): Promise<void>;
  stop(options: { readonly force: boolean }): Promise<void>;
}

export interface LibraryClient {
  readonly connection: LibraryConnection;
  destroy(options: { readonly force: boolean }): Promise<void>;
}

export interface LibraryConnection extends Evented {
  readonly remoteHost: string;
  readonly remotePort: number;
  readonly localHost: string;
  readonly localPort: number;
  newStream(type: 'bidi'): LibraryStream;
  stop(options: { readonly force: boolean }): Promise<void>;
}

export interface LibraryStream {
  readonly streamId: number;
  readonly type: 'bidi' | 'uni';
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

/** The library logs every step on standard error. */
export interface Silence {
  debug(): void;
  info(): void;
  warn(): void;
  error(): void;
  getChild(): Silence;
}

export const silence: Silence = { debug() {}, info() {}, warn() {}, error() {}, getChild: () => silence };

export const quicSentence =
  'QUIC needs the library @matrixai/quic (npm install @matrixai/quic), which is not installed or has no build for this machine. TCP does not need it.';

const name: string = '@matrixai/quic';

/** `undefined`: it is not installed, or has no build for this machine. */
export async function loadQuic(): Promise<QuicLibrary | undefined> {
  try {
    const library: unknown = await import(name);
    return isLibrary(library) ? library : undefined;
  } catch {
    return undefined;
  }
}

function isLibrary(library: unknown): library is QuicLibrary {
  if (typeof library !== 'object' || library === null) return false;
  return 'QUICServer' in library && 'QUICClient' in library && 'events' in library;
}

/** The detail of an event of the library. */
export const detailOf = (event: Event): unknown => ('detail' in event ? event.detail : undefined);

export const isConnection = (value: unknown): value is LibraryConnection =>
  typeof value === 'object' && value !== null && 'newStream' in value && 'remoteHost' in value;

export const isStream = (value: unknown): value is LibraryStream =>
  typeof value === 'object' && value !== null && 'streamId' in value && 'readable' in value && 'writable' in value;

export interface Guarding {
  /** Called with each error that the library throws at a datagram. */
  readonly caught: (error: unknown) => void;
  /** Has a datagram handled, now or later. `address`: where it comes from, which may be invented. */
  readonly inTurn: (address: string, bytes: number, handle: () => void) => void;
  /** Whether a handshake may begin. The address has shown that it receives what we send there. */
  readonly mayBegin: (address: string) => boolean;
}

/**
 * Protects a server that has not started yet from its peers. An error thrown by its socket would end the process, and version
 * 2.0.9 throws at a single unexpected packet of type 0-RTT; and it begins as many handshakes as it is asked for.
 */
export function guard(server: LibraryServer, { caught, inTurn, mayBegin }: Guarding): void {
  const socket: unknown = Reflect.get(server, 'socket');
  const handle: unknown = typeof socket === 'object' && socket !== null && Reflect.get(socket, handler);
  const validate: unknown = Reflect.get(server, validator);
  if (typeof socket !== 'object' || socket === null || typeof handle !== 'function' || typeof validate !== 'function') {
    throw new Error('This version of @matrixai/quic cannot be guarded against its peers; 2.0.9 can.');
  }
  Reflect.set(socket, handler, (data: Uint8Array, from: { readonly address: string }) => {
    inTurn(from.address, data.length, () => {
      Promise.resolve(Reflect.apply(handle, socket, [data, from])).catch(caught);
    });
  });
  // A token is looked at where a new connection would begin, and nowhere else. Without a valid one the packet is dropped.
  Reflect.set(server, validator, async (token: unknown, address: string): Promise<unknown> => {
    const valid: unknown = await Reflect.apply(validate, server, [token, address]);
    return valid !== undefined && mayBegin(address) ? valid : undefined;
  });
}

/**
 * Drops the packets of a connection that come from another network than it began in. It was told not to move there (RFC 9000, 9 and
 * 18.2); another port of its address may be that of its router. False: this version of the library cannot do that.
 */
export function keepInNetwork(connection: LibraryConnection, isOwn: (address: string) => boolean): boolean {
  const receive: unknown = Reflect.get(connection, receiver);
  if (typeof receive !== 'function') return false;
  return Reflect.set(connection, receiver, async (data: Uint8Array, from: { readonly host: string }) => {
    if (isOwn(from.host)) await Reflect.apply(receive, connection, [data, from]);
  });
}

const [handler, validator, receiver] = ['handleSocketMessage', 'validateToken', 'recv'];
