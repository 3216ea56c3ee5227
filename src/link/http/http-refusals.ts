import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';

/** An answer that is not made by the site. */
interface Refusal {
  readonly status: number;
  /** A sentence, for its body. */
  readonly reason: string;
}

type Headers = Readonly<Record<string, string>>;

/** What HTTP itself refuses, by the code of Node's error. */
const refusals: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['HPE_HEADER_OVERFLOW', { status: 431, reason: 'The head of a request has at most 16 KiB.' }],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', { status: 413, reason: 'The extensions of a chunk are too long.' }],
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: 408, reason: 'The request took too long.' }],
]);
/** Heads of requests that are not complete take too much memory. */
export const tooMuchUnfinished: Refusal = { status: 503, reason: 'The server cannot do this now; try again later.' };
const malformed: Refusal = { status: 400, reason: 'This is not a valid HTTP request.' };

/** The requests of each connection that are not answered yet, in their order. */
export class UnansweredRequests {
  readonly #of = new WeakMap<Duplex, ServerResponse[]>();

  constructor(http: Server) {
    http.on('request', ({ socket }: IncomingMessage, response) => {
      const all = this.#of.get(socket) ?? [];
      this.#of.set(socket, all);
      all.push(response);
      response.once('close', () => void all.splice(all.indexOf(response), 1));
    });
  }

  on(socket: Duplex): readonly ServerResponse[] {
    return this.#of.get(socket) ?? [];
  }
}

/**
 * Answers what never reaches the site with the headers of every answer, and closes the connection. The requests before it
 * are answered first: a client counts answers to find out which request each belongs to.
 */
export function answerMalformed(
  http: Server,
  webSockets: WebSocketServer,
  headers: Headers,
  unanswered: UnansweredRequests,
): void {
  const broken = new WeakSet<Duplex>();
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    if (broken.has(socket)) return;
    broken.add(socket);
    const waiting = [...unanswered.on(socket)];
    // The error is in the body of the last one, which will never be whole.
    const cut = waiting.at(-1)?.req.complete === false ? waiting.pop() : undefined;
    const answer = (): void => {
      if (!socket.writable || (cut?.headersSent && !cut.writableFinished)) return void socket.destroy();
      refuseOn(socket, refusals.get(error.code ?? '') ?? malformed, headers);
    };
    const before = waiting.at(-1);
    if (before) before.once('close', answer);
    else answer();
  });
  webSockets.on('wsClientError', (error, socket) => {
    refuseOn(socket, { status: 400, reason: `${error.message}.` }, { ...headers, 'Sec-WebSocket-Version': '13' });
  });
}

/** Writes an answer to a request that has no response object, and closes the connection. */
export function refuseOn(socket: Duplex, { status, reason }: Refusal, headers: Headers): void {
  const all = {
    ...headers,
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(reason)),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${reason}`);
  if ('destroySoon' in socket && typeof socket.destroySoon === 'function') socket.destroySoon();
}
