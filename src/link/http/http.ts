import { connect, type Socket } from 'node:net';
import { ClosingWebSocket, webSocketBounds } from '#link/websocket/closing-websocket.ts';
import type { AcceptOptions, ConnectionHandler } from '#link/connection-handler.ts';
import { HttpListener } from './http-listener.ts';
import type { Link } from '#link/link.ts';
import { type LinkOptions, linkSettings } from '#link/link-options.ts';
import { type Listening, tcpOptions } from '#link/tcp/tcp.ts';
import { WebSocketLink } from '#link/websocket/websocket.ts';

/** Accepts HTTP: requests are answered by the site, WebSockets become links. Rejects when the address is unavailable. */
export async function acceptHttp(options: AcceptOptions, handler: ConnectionHandler): Promise<Listening> {
  const { site } = options;
  if (!site) throw new Error('HTTP needs a site.');
  return new HttpListener(options, handler, site).open();
}

export interface WebSocketOptions extends LinkOptions {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly subprotocol: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens a WebSocket, as a client. Rejects with Node's error, or where the server refuses it. */
export function connectWebSocket({
  host,
  port,
  path,
  subprotocol,
  headers,
  ...options
}: WebSocketOptions): Promise<Link> {
  const settings = linkSettings(options);
  let under: Socket | undefined;
  const address = host.includes(':') ? `[${host}]` : host;
  const socket = new ClosingWebSocket(`ws://${address}:${port}${path}`, subprotocol, {
    perMessageDeflate: false,
    ...webSocketBounds,
    ...(headers && { headers }),
    createConnection: () => (under = connect({ ...tcpOptions, host, port })),
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      if (!under) return reject(new Error('The WebSocket has no connection.'));
      socket.off('error', reject);
      resolve(new WebSocketLink(socket, under, settings, 'client'));
    });
  });
}
