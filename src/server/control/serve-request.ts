import type { Clock } from '#chat/ports.ts';
import type { Socket } from 'node:net';
import type { ChatOrStore } from './chat-or-store.ts';
import { requestResults } from './request-results.ts';
import { type ControlRequest, parseRequest } from './request.ts';

/** Bytes of a request, and how long it may take to arrive, in ms. */
const maxRequest = 128 * 1024;
const timeout = 10_000;

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

/** The last line of an answer that fails. */
export const failedLine = (sentence: string): string => lineOf({ failed: sentence });

/**
 * Reads one request and answers it: a line `{"item": …}` for each result, then `{"done": true}` or `{"failed":
 * sentence}`. Reads no more than that, and no page from the store before the last one was taken.
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

/** Undefined when it does not come, whole and in time. */
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
  const callOff = clock.after(timeout, giveUp);
  socket.on('data', take).once('end', giveUp).once('close', giveUp);
  return promise.finally(() => {
    callOff();
    socket.off('data', take).pause();
  });
}

/** Resolves with what `requestResults` returns; early when nobody listens any more. */
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

/** Aborted when nobody listens any more; who follows a room is listened for, as long as nothing is said there. */
function goneOf(socket: Socket, request: ControlRequest): AbortSignal {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  if (request.kind === 'history' && request.follow === true) socket.once('end', () => gone.abort()).resume();
  return gone.signal;
}

/** Resolves when what was written was taken, or never will be. */
function taken(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.once('drain', resolve).once('close', resolve);
  return promise.finally(() => socket.off('drain', resolve).off('close', resolve));
}
