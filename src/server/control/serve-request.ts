import type { Clock } from '#chat/ports.ts';
import type { Socket } from 'node:net';
import type { ChatOrStore } from './chat-or-store.ts';
import { requestResults } from './request-results.ts';
import { type ControlRequest, parseRequest } from './request.ts';

/** The most bytes of a request, and the time, in ms, for it to arrive. */
const maxRequest = 128 * 1024;
const timeout = 10_000;

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

/** The last line of an answer that fails. */
export const failedLine = (sentence: string): string => lineOf({ failed: sentence });

/**
 * Reads one request and answers it: a line `{"item": …}` for each result, then `{"done": true}` or `{"failed":
 * sentence}`. A page is read from the store after the previous one was sent.
 */
export async function answerOn(socket: Socket, source: ChatOrStore, clock: Clock): Promise<void> {
  const line = await readLine(socket, clock);
  if (line === undefined) return void socket.destroy();
  const request = line === tooLong ? 'The request is too long.' : parseRequest(line);
  const failure = typeof request === 'string' ? request : await sendResults(socket, source, request);
  if (socket.writable) socket.write(failure === undefined ? lineOf({ done: true }) : failedLine(failure));
  socket.destroySoon();
}

const tooLong = Symbol('too long');

/** Undefined if it does not arrive complete and in time. */
function readLine(socket: Socket, clock: Clock): Promise<string | typeof tooLong | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | typeof tooLong | undefined>();
  let bytes = Buffer.alloc(0);
  const take = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    const end = bytes.indexOf(0x0a);
    if (end >= 0 && end <= maxRequest) resolve(bytes.toString('utf8', 0, end));
    else if (bytes.length > maxRequest) resolve(tooLong);
  };
  const giveUp = (): void => resolve(undefined);
  const cancelTimer = clock.after(timeout, giveUp);
  socket.on('data', take).once('end', giveUp).once('close', giveUp);
  return promise.finally(() => {
    cancelTimer();
    socket.off('data', take).pause();
  });
}

/** Resolves with the result of `requestResults`; early if the client has gone. */
async function sendResults(socket: Socket, source: ChatOrStore, request: ControlRequest): Promise<string | undefined> {
  const results = requestResults(source, request, goneOf(socket, request));
  try {
    for (;;) {
      const { done, value } = await results.next();
      if (done === true) return value;
      if (!socket.writable) return undefined;
      if (value.length > 0 && !socket.write(value.map((item) => lineOf({ item })).join(''))) await taken(socket);
    }
  } finally {
    await results.return(undefined);
  }
}

/**
 * Aborted when the client has gone. While a room is followed and silent, only the end of the client's input shows that.
 */
function goneOf(socket: Socket, request: ControlRequest): AbortSignal {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  if (request.kind === 'history' && request.follow === true) socket.once('end', () => gone.abort()).resume();
  return gone.signal;
}

/** Resolves when the written bytes were sent, or the link is broken. */
function taken(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.once('drain', resolve).once('close', resolve);
  return promise.finally(() => socket.off('drain', resolve).off('close', resolve));
}
