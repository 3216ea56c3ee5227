import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { ClosingWebSocket } from './closing-websocket.ts';
import { GatheredBytes } from '#link/outbox/gathered-bytes.ts';
import type { Link, Peer } from '#link/link.ts';
import type { LinkSettings } from '#link/link-options.ts';
import { Reading } from '#link/link-reading.ts';
import type { InputAbove } from '#link/tcp/sliced-socket.ts';
import { TcpLink } from '#link/tcp/tcp-link.ts';
import { clientFrame, pingFrame, serverFrame } from './websocket-frame.ts';

/**
 * The close codes we use (RFC 6455, 7.4.1, and its registry). ws itself answers with 1007 what is not UTF-8, and with
 * 1009 what is too long.
 */
const codes = { normal: 1000, goingAway: 1001, notText: 1003, tryAgainLater: 1013 } as const;

const lf = 0x0a;
const emptyLine = Uint8Array.of(lf);

/** The WebSocket link of each `TcpLink`. */
const links = new WeakMap<Link, WebSocketLink>();
const settingsBelow = new WeakMap<LinkSettings, LinkSettings>();

/** The side we are on. */
export type WebSocketEnd = 'server' | 'client';

/**
 * One link over one WebSocket. Each write is one text message; each message that comes is one chunk, ended by LF if it is not
 * already. So protocols of lines go over it as over TCP. `ws` parses and closes; what is written goes to the socket by a
 * `TcpLink`, which has the outbox, its bounds and the checks for peers that take nothing.
 */
export class WebSocketLink extends Reading implements Link, InputAbove {
  readonly peer: Peer;
  readonly credentials: string | undefined;
  readonly #socket: ClosingWebSocket;
  readonly #out: TcpLink;
  readonly #settings: LinkSettings;
  readonly #frame: (bytes: Uint8Array) => Uint8Array;
  /** Messages that came after the reader had left something: ws hands over all of a chunk, also once it is paused. */
  readonly #waiting = new GatheredBytes();
  #writable = true;
  /** A close frame was sent or received. A field, because it is asked for with each message to each member. */
  #closing = false;
  #over = false;
  /** Something was written after the end. */
  #late = false;
  #stop: (() => void) | undefined;
  #failed = false;
  /** Checks since the last frame of the peer; see `pulse`. */
  #silent = 0;

  /** `socket` is open; `under` is its TCP socket. `peer`: the client, if a proxy is in between. */
  constructor(
    socket: ClosingWebSocket,
    under: Socket,
    settings: LinkSettings,
    end: WebSocketEnd,
    { peer, credentials }: { readonly peer?: Peer; readonly credentials?: string | undefined } = {},
  ) {
    super();
    this.credentials = credentials;
    this.#settings = settings;
    this.#out = new TcpLink(under, WebSocketLink.#below(settings), peer && settings.networkOf(peer.address));
    links.set(this.#out, this);
    this.peer = peer ?? this.#out.peer;
    this.#socket = socket;
    this.#frame = end === 'server' ? serverFrame : clientFrame;
    socket.closing = () => (this.#closing = true);
    socket.pause();
    socket.on('message', (data, isBinary) => this.#message(data, isBinary));
    socket.on('pong', () => (this.#silent = 0));
    socket.on('ping', () => (this.#silent = 0));
    // The peer broke the protocol; ws closes with the code for it.
    socket.on('error', () => (this.#failed = true));
    socket.on('close', (code) => this.#closed(code));
    settings.taps.tap?.opened?.(this);
  }

  /** For the `TcpLink`s of a listener: one object for all, because each message goes through it for each member. */
  static #below(settings: LinkSettings): LinkSettings {
    const known = settingsBelow.get(settings);
    if (known) return known;
    // Captures contain the messages, without the framing of WebSocket.
    const taps = { tap: undefined };
    const onSlow = (below: Link): void => {
      const link = links.get(below);
      if (link) link.#slow();
    };
    const made = { ...settings, taps, onOver: undefined, onSlow };
    settingsBelow.set(settings, made);
    return made;
  }

  get local(): Peer | undefined {
    return this.#out.local;
  }

  get queued(): number {
    return this.#out.queued;
  }

  get scarce(): boolean {
    return this.#out.scarce;
  }

  get delivered(): boolean {
    return !this.#late && this.#out.delivered;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (!this.#writable || this.#closing) {
      this.#late = true;
      return;
    }
    this.#settings.taps.tap?.sent(bytes, this);
    this.#out.write(this.#frame(bytes));
  }

  drained(): Promise<void> {
    return this.#out.drained();
  }

  end(): void {
    this.#close(this.#settings.closing ? codes.goingAway : codes.normal);
  }

  #close(code: number, reason?: string): void {
    if (!this.#writable) return;
    this.#writable = false;
    this.#settings.taps.tap?.ended?.(this, 'own', 'fin');
    this.#stop = this.#settings.after(this.#settings.grace, () => this.abort());
    this.#socket.close(code, reason);
  }

  abort(): void {
    this.#give('closed');
  }

  /** Called at regular intervals: pings a peer that is silent, and aborts the link of one that does not answer. */
  pulse(checksUntilPing: number): void {
    this.#silent++;
    if (this.#silent > 2 * checksUntilPing) this.abort();
    else if (this.#silent > checksUntilPing && this.#out.queued === 0 && this.#writable) this.#out.write(pingFrame);
  }

  get waiting(): number {
    return this.untaken + this.#waiting.memory;
  }

  get unfinishedAbove(): number {
    return this.#over ? 0 : this.#socket.unfinished + this.unfinished;
  }

  override endUnfinished(least: number): void {
    if (this.unfinishedAbove <= least) return;
    this.drop('closed');
    this.#close(codes.tryAgainLater, 'unfinished messages take too much memory');
    this.#over = true;
    queueMicrotask(() => this.finish('closed'));
  }

  protected override flow(): void {
    while (this.ready) {
      if (this.#waiting.isEmpty) return this.#socket.resume();
      this.received(this.#waiting.take());
    }
  }

  protected override hold(): void {
    this.#socket.pause();
  }

  protected override fail(error: unknown): void {
    this.abort();
    this.#settings.onError(error, this);
  }

  #message(data: WebSocket.RawData, isBinary: boolean): void {
    this.#silent = 0;
    if (this.#over) return;
    if (isBinary || !Buffer.isBuffer(data)) {
      this.#writable = false;
      this.#socket.close(codes.notText, 'messages are text');
      return;
    }
    const line = ended(data);
    this.#settings.taps.tap?.received(line, this);
    if (this.ready) this.received(line);
    else this.#waiting.add(line);
  }

  #closed(code: number): void {
    this.#stop?.();
    const broken = this.#failed || code === 1006;
    if (!this.#over) this.#settings.taps.tap?.ended?.(this, 'peer', broken ? 'reset' : 'fin');
    this.#over = true;
    this.#writable = false;
    this.append(this.#waiting.take());
    this.#settings.taps.tap?.closed?.(this);
    this.finish(broken ? 'reset' : 'ended');
    this.#settings.onOver?.(this);
  }

  #slow(): void {
    this.#give('slow');
    this.#settings.onSlow(this);
  }

  #give(end: 'closed' | 'slow'): void {
    if (!this.#over) this.#settings.taps.tap?.ended?.(this, 'own', 'reset');
    this.#over = true;
    this.#writable = false;
    this.#waiting.take();
    this.drop(end);
    if (end === 'closed') this.#out.abort();
    queueMicrotask(() => this.finish(end));
  }
}

/** The message, or a copy of it with LF. */
function ended(data: Buffer): Uint8Array {
  if (data.length === 0) return emptyLine;
  if (data.at(-1) === lf) return data;
  const line = Buffer.allocUnsafe(data.length + 1);
  line.set(data);
  line[data.length] = lf;
  return line;
}
