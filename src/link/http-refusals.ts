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
const malformed: Refusal = { status: 400, reason: 'This is not a valid HTTP request.' };

/** Answers what never reaches the site with the headers of every answer, and closes the connection. */
export function answerMalformed(http: Server, webSockets: WebSocketServer, headers: Headers): void {
  const last = new WeakMap<Duplex, ServerResponse>();
  http.on('request', ({ socket }: IncomingMessage, response) => void last.set(socket, response));
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = last.get(socket);
    const isAnswering = response?.headersSent === true && !response.writableFinished;
    if (!socket.writable || isAnswering || error.code === 'ECONNRESET') return void socket.destroy();
    refuseOn(socket, refusals.get(error.code ?? '') ?? malformed, headers);
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
