import type { IncomingMessage, ServerResponse } from 'node:http';

/** Whether the connection of a request stays open after its answer, as its client wishes. */
const expecting = new WeakMap<IncomingMessage, boolean>();

/**
 * Notes that the client sends the body only when it is told to (RFC 9110, 10.1.1). If the request is refused before
 * that, it is unknown whether the client still sends the body: the connection is closed, because the next request may
 * begin anywhere.
 */
export function expectsContinue(request: IncomingMessage, response: ServerResponse): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && Number(length ?? 0) === 0) return;
  expecting.set(request, response.shouldKeepAlive);
  response.shouldKeepAlive = false;
}

/** The body of a request is to be read: its client is told, if it waits for that. */
export function askForBody(request: IncomingMessage, response: ServerResponse): void {
  const keepsAlive = expecting.get(request);
  if (keepsAlive === undefined || response.headersSent) return;
  expecting.delete(request);
  response.shouldKeepAlive = keepsAlive;
  response.writeContinue();
}
