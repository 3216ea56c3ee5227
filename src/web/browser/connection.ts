import { batch, signal } from '@preact/signals';
import type { Answered, ClientFrame, Exchanges, Push, RequestType, ServerFrame } from '#dialects/web/protocol.ts';
import { entriesOf, path, silence, subprotocol } from '#dialects/web/protocol.ts';
import { portionOf } from '#web/model/portion.ts';
import { record, recordLink } from './record.ts';
import { RequestError } from './request-error.ts';

/** `retryAt`: the time of the next attempt, by the page's clock. */
export type LinkState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'waiting'; readonly retryAt: number };

interface Waiting {
  readonly answered: (answer: never) => void;
  readonly failed: (error: RequestError) => void;
}

export interface Hooks {
  /** The connection is open: log in. */
  opened(): void;
  pushed(push: Push): void;
  /** Some frames were handled, and will be drawn next. */
  settled(): void;
  lost(): void;
}

/** A request, without its `ref`. */
type Asked<K extends RequestType> = Readonly<Exchanges[K]['ask']>;

const ignore = (): void => {};

/** Messages that arrive within this time after the last update, in ms, are shown together. */
const pace = 40;
/** The pause between two portions of many frames, in ms: the browser draws in between. */
const pause = 16;

const isOpenState = (socket: WebSocket | undefined): socket is WebSocket => socket?.readyState === WebSocket.OPEN;

/** Parses a line of the server. */
const framesOf = (frame: ServerFrame): readonly ServerFrame[] =>
  frame.type === 'said' ? entriesOf(frame).map((entry) => ({ type: 'entry', ...entry })) : [frame];

/** The WebSocket of the page, and the requests that wait for an answer. It reconnects until `close` is called. */
class Connection {
  readonly state = signal<LinkState>({ kind: 'idle' });
  #hooks: Hooks = { opened: ignore, pushed: ignore, settled: ignore, lost: ignore };
  readonly #waiting = new Map<number | string, Waiting>();
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #heard = 0;
  #ref = 0;
  /** Frames that were not handled yet, and the time at which frames were last handled. */
  #frames: ServerFrame[] = [];
  #handling: ReturnType<typeof setTimeout> | undefined;
  #handled = 0;
  #failures = 0;

  /** Sets the functions to call from now on. */
  begin(hooks: Hooks): void {
    this.#hooks = hooks;
  }

  get isOpen(): boolean {
    return isOpenState(this.#socket);
  }

  /** Connects now, even if it waits for the next attempt. */
  connect(): void {
    clearTimeout(this.#timer);
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    this.state.value = { kind: 'connecting' };
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
    const socket = new WebSocket(address, subprotocol);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => this.#take(socket, String(data));
    socket.onclose = () => this.#closed(socket);
  }

  /** Closes the connection, and does not reconnect. */
  stop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(1000);
    this.#drop();
    this.state.value = { kind: 'idle' };
  }

  /** `answered` is called before the next frame is handled, that is at the answer's place in the order. */
  ask<K extends RequestType>(
    type: K,
    fields: Asked<K>,
    answered: (answer: Answered<K>) => void,
    failed: (error: RequestError) => void,
  ): void {
    if (!isOpenState(this.#socket)) {
      failed(new RequestError('offline', ''));
      return;
    }
    const ref = ++this.#ref;
    this.#waiting.set(ref, { answered, failed });
    this.#write({ type, ref, ...fields });
  }

  request<K extends RequestType>(type: K, fields: Asked<K>): Promise<Answered<K>> {
    return new Promise((resolve, reject) => this.ask(type, fields, resolve, reject));
  }

  typing(room: string, active: boolean): void {
    if (this.isOpen) this.#write({ type: 'typing', room, active } satisfies ClientFrame);
  }

  #write(frame: object): void {
    const line = JSON.stringify(frame);
    record('client', line);
    this.#socket?.send(`${line}\n`);
  }

  #opened(): void {
    recordLink();
    this.#heard = performance.now();
    this.#pulse = setInterval(() => this.#check(), silence / 3);
    this.state.value = { kind: 'open' };
    this.#hooks.opened();
  }

  /** The login succeeded: after the next loss, the first waits are short again. */
  proved(): void {
    this.#failures = 0;
  }

  /** A connection can be lost without a notice, for example while a laptop sleeps. */
  #check(): void {
    const quiet = performance.now() - this.#heard;
    if (quiet > silence * 2) this.#closed(this.#socket);
    else if (quiet > silence) this.ask('ping', {}, ignore, ignore);
  }

  /**
   * Handles waiting frames at once; if frames were handled just before, a little later, together with those that arrive
   * meanwhile.
   */
  #take(socket: WebSocket, data: string): void {
    if (socket !== this.#socket) return;
    this.#heard = performance.now();
    for (const line of data.split('\n')) {
      if (line === '') continue;
      record('server', line);
      this.#frames.push(...framesOf(JSON.parse(line)));
    }
    if (this.#frames.length === 0 || this.#handling !== undefined) return;
    const wait = this.#handled + pace - performance.now();
    if (wait <= 0) this.#handle();
    else this.#handling = setTimeout(() => this.#handle(), wait);
  }

  /** Handles a portion of the frames, and the others after it was drawn. */
  #handle(count = portionOf(this.#frames.length, document.hidden)): void {
    clearTimeout(this.#handling);
    this.#handling = undefined;
    const frames = this.#frames.splice(0, count);
    batch(() => {
      for (const frame of frames) this.#frame(frame);
    });
    this.#handled = performance.now();
    if (this.#frames.length > 0) this.#handling = setTimeout(() => this.#handle(), pause);
    this.#hooks.settled();
  }

  #frame(frame: ServerFrame): void {
    if (frame.ref === undefined) {
      // An error without a `ref` is about a line that the server could not parse: the inspector shows it.
      if (frame.type !== 'error') this.#hooks.pushed(frame);
      return;
    }
    const waiting = this.#waiting.get(frame.ref);
    this.#waiting.delete(frame.ref);
    if (frame.type === 'error') waiting?.failed(new RequestError(frame.code, frame.message, frame));
    else waiting?.answered(frame as never);
  }

  #drop(): void {
    clearInterval(this.#pulse);
    // Frames that were received are handled.
    if (this.#frames.length > 0) this.#handle(this.#frames.length);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { failed } of waiting) failed(new RequestError('offline', ''));
  }

  #closed(socket: WebSocket | undefined): void {
    if (socket === undefined || socket !== this.#socket) return;
    this.#socket = undefined;
    socket.onclose = null;
    socket.close();
    this.#drop();
    // 1, 2, 4 … 30 s, with a random part, so that the clients of a whole class do not reconnect to a restarted server
    // at the same time.
    const wait = Math.min(30_000, 1000 * 2 ** this.#failures++) * (0.7 + Math.random() * 0.6);
    this.state.value = { kind: 'waiting', retryAt: Date.now() + wait };
    this.#timer = setTimeout(() => this.connect(), wait);
    this.#hooks.lost();
  }
}

export const connection: Connection = new Connection();
