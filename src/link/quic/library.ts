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
  readonly native: { readonly quiche: NativeLibrary };
  /** Makes the configuration of native connections from a complete configuration of the library. */
  readonly buildQuicheConfig: (config: object) => object;
}

/** The native part of the library, which does no input or output and has no timers. */
export interface NativeLibrary {
  readonly Connection: {
    accept(id: Uint8Array, original: Uint8Array, local: HostPort, remote: HostPort, config: object): NativeConnection;
  };
  /** The numbers of the types of packets. */
  readonly Type: { readonly Initial: number };
  versionIsSupported(version: number): boolean;
}

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** `to` is our own end. */
export interface NativePath {
  readonly from: HostPort;
  readonly to: HostPort;
}

export interface NativeConnection {
  /** Throws when the peer has broken the protocol; the error for the peer is sent with the next datagram. */
  recv(datagram: Uint8Array, path: NativePath): number;
  /** Makes one datagram, with its length as the first value. `null`: there is nothing to send. */
  send(out: Uint8Array): readonly [length: number, ...rest: unknown[]] | null;
  /** Runs the timers that have expired. */
  onTimeout(): void;
  isEstablished(): boolean;
  isClosed(): boolean;
  isDraining(): boolean;
}

/** The beginning of the first packet of a datagram. */
export interface NativeHeader {
  readonly ty: number;
  readonly version: number;
  readonly dcid: Uint8Array;
  readonly token?: Uint8Array;
}

type EventName = 'EventQUICServerConnection' | 'EventQUICConnectionStream' | 'EventQUICConnectionStopped';

interface CommonConfig {
  readonly applicationProtos: readonly string[];
  /** Milliseconds of silence after which a connection is over, if the peer does not ask for less. */
  readonly maxIdleTimeout: number;
  /** Streams a peer may have open. */
  readonly initialMaxStreamsBidi: number;
  readonly initialMaxStreamsUni: number;
  /**
   * Bytes that a peer may send before they are taken: on a connection, on a stream that we have opened, and on one of
   * the peer.
   */
  readonly initialMaxData: number;
  readonly initialMaxStreamDataBidiLocal: number;
  readonly initialMaxStreamDataBidiRemote: number;
  /** The limits to which the library may raise these. */
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
  /** Resolves when both directions are closed. */
  readonly closedP: Promise<void>;
  /** `force`: closes both at once. */
  destroy(options: { readonly force: boolean }): Promise<void>;
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
    const [library, config]: unknown[] = await Promise.all([import(name), import(`${name}/config.js`)]);
    if (typeof library !== 'object' || typeof config !== 'object' || config === null) return undefined;
    const whole = { ...library, ...config };
    return isLibrary(whole) ? whole : undefined;
  } catch {
    return undefined;
  }
}

function isLibrary(library: unknown): library is QuicLibrary {
  if (typeof library !== 'object' || library === null) return false;
  return ['QUICServer', 'QUICClient', 'events', 'native', 'buildQuicheConfig'].every((part) => part in library);
}

/** The detail of an event of the library. */
export const detailOf = (event: Event): unknown => ('detail' in event ? event.detail : undefined);

export const isConnection = (value: unknown): value is LibraryConnection =>
  typeof value === 'object' && value !== null && 'newStream' in value && 'remoteHost' in value;

export const isStream = (value: unknown): value is LibraryStream =>
  typeof value === 'object' &&
  value !== null &&
  'streamId' in value &&
  'readable' in value &&
  'writable' in value &&
  'closedP' in value;
