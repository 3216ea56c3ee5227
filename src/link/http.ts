import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { ClosingWebSocket } from './closing-websocket.ts';
import type { AcceptOptions, Connection, ConnectionHandler } from './connection-handler.ts';
import { expectsContinue } from './expect-continue.ts';
import { answerMalformed, refuseOn, tooMuchUnfinished, UnansweredRequests } from './http-refusals.ts';
import type { Link } from './link.ts';
import { loopTurns } from './loop-turns.ts';
import { closingGrace, type LinkOptions, type LinkSettings, linkSettings } from './link-options.ts';
import { ProxiedRequests } from './proxied-requests.ts';
import { RequestsUnderWay } from './requests-under-way.ts';
import type { Site } from './site.ts';
import { SlicedSocket } from './sliced-socket.ts';
import { addressOf, descriptorOf, type Listening, slowFrom, tcpOptions } from './tcp.ts';
import { peerOf } from './peer-of.ts';
import { WebSocketLink } from './websocket.ts';

/** Bytes of one message of a client: more than the dialects take in one line, so that they can say so. */
const maxMessage = 128 * 1024;
/** How long a client may take to write the head of a request, and all of it, in ms. */
const [headTimeout, requestTimeout] = [10_000, 20_000];
/** How long a connection stays open between two requests, and while its client takes nothing of an answer, in ms. */
const [idleTimeout, stuckTimeout] = [30_000, 120_000];
/** How often silent peers are looked for, in ms, and after how many checks they are pinged. */
const [pulseInterval, checksUntilPing] = [10_000, 3];
/**
 * What the types of ws lack: how long it waits for a peer's own close frame, in ms; how many pings of a peer may wait for
 * their answer; and of how many fragments, and how many chunks as they are read, a message may consist: each of them takes some
 * 200 bytes of memory, however short it is. The longest message is 245 of the shortest segments of TCP.
 */
const further: object = { closeTimeout: 2000, maxPendingAutoPongs: 8, maxFragments: 128, maxBufferedChunks: 384 };

/** Accepts HTTP: requests are answered by the site, WebSockets become links. Rejects when the address is unavailable. */
export async function acceptHttp(options: AcceptOptions, handler: ConnectionHandler): Promise<Listening> {
  const { site } = options;
  if (!site) throw new Error('HTTP needs a site.');
  const settings: LinkSettings = { ...linkSettings(options), accepted: true };
  const answer: Site['answer'] = (request, response) => {
    const { socket } = request;
    if (underWay.over || !(socket instanceof SlicedSocket)) return void socket.destroy();
    underWay.add(response);
    // Node has dropped what was read behind it.
    if (isForWebSocket(request)) response.shouldKeepAlive = false;
    socket.asks(request, response);
    const client = site.clientOf(request);
    if (client && !proxied.begin(socket, client, request, response)) site.refuse(request, response);
    else site.answer(request, response);
  };
  const proxied = new ProxiedRequests(handler, settings);
  const http = createServer(
    {
      ...tcpOptions,
      highWaterMark: slowFrom,
      headersTimeout: headTimeout,
      requestTimeout,
      keepAliveTimeout: idleTimeout,
      connectionsCheckingInterval: 2000,
      maxHeaderSize: 16 * 1024,
      // The site answers, as it does for every name that is not its own.
      requireHostHeader: false,
      // Behind unanswered requests it is an ordinary one: what a WebSocket is sent would come before their answers.
      shouldUpgradeCallback: (request) => isForWebSocket(request) && unanswered.on(request.socket).length === 0,
    },
    answer,
  );
  const unanswered = new UnansweredRequests(http);
  const underWay = new RequestsUnderWay(http, closingGrace);
  http.setTimeout(stuckTimeout);
  http.on('checkContinue', (request, response) => {
    expectsContinue(request, response);
    http.emit('request', request, response);
  });
  // Unknown expectations are ignored.
  http.on('checkExpectation', (request, response) => void http.emit('request', request, response));
  const subprotocols = new WeakMap<IncomingMessage, string>();
  const webSockets = new WebSocketServer({
    WebSocket: ClosingWebSocket,
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessage,
    ...further,
    handleProtocols: (_offered, request) => subprotocols.get(request) ?? false,
  });
  answerMalformed(http, webSockets, site.headers, unanswered);
  const links = new Set<WebSocketLink>();
  const serve = http.listeners('connection');
  http.removeAllListeners('connection');
  http.on('connection', (socket) => {
    loopTurns.arrived();
    if (!admit(http, socket, site, handler, options)) return void socket.destroy();
    const { address } = peerOf(socket);
    // A proxy reads for many.
    const rates = site.isProxy(address) ? undefined : settings.inputRates;
    const sliced = new SlicedSocket(socket, settings.networkOf(address), slowFrom, rates);
    sliced.refuse = () => refuseOn(sliced, tooMuchUnfinished, site.headers);
    for (const each of serve) Reflect.apply(each, http, [sliced]);
  });
  http.on('upgrade', (request, socket, head) => {
    // Node hands over another stream only for requests with a body, which are no upgrades here.
    if (!(socket instanceof SlicedSocket) || underWay.over) return void socket.destroy();
    const verdict = site.upgrade(request);
    socket.on('error', () => {});
    if ('status' in verdict) return refuseOn(socket, verdict, site.headers);
    const { subprotocol, peer, proxied, credentials } = verdict;
    const { under } = socket;
    if (proxied) {
      const connection: Connection = { peer, part: 'client' };
      under.once('close', () => handler.over(connection));
      if (!handler.admit(connection)) return void socket.destroy();
      socket.belongsTo(settings.networkOf(peer.address), settings.inputRates);
    }
    subprotocols.set(request, subprotocol);
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const link = new WebSocketLink(webSocket, under, settings, 'server', { peer, credentials });
      socket.above = link;
      links.add(link);
      under.once('close', () => links.delete(link));
      take(link, settings, handler);
    });
  });
  const stopPulse = pulse(links, settings);
  await listen(http, options);
  if (options.onAcceptError) http.on('error', options.onAcceptError);
  const { address, port } = addressOf(http);
  return {
    address,
    port,
    async close() {
      settings.closing = true;
      settings.grace = Math.min(settings.grace, closingGrace);
      stopPulse();
      http.close();
      http.closeIdleConnections();
    },
    finish: () => underWay.finish(),
  };
}

/**
 * Some clients offer HTTP/2 by the same header; they are answered by HTTP/1.1. So are requests with a body: an opening
 * handshake has none (RFC 6455, 4.1), and it would be read as frames.
 */
const isForWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket' &&
  headers['transfer-encoding'] === undefined &&
  Number(headers['content-length'] ?? 0) === 0;

/** Counts a connection, from its first byte to its last. False: it must be closed. */
function admit(
  http: Server,
  socket: Socket,
  site: Site,
  handler: ConnectionHandler,
  { descriptors = Infinity }: AcceptOptions,
): boolean {
  const peer = peerOf(socket);
  const connection: Connection = site.isProxy(peer.address) ? { peer, part: 'proxy' } : { peer };
  if (descriptorOf(socket) >= descriptors) {
    http.emit('error', new Error(`no descriptors are left: links may have those below ${descriptors}`));
    return false;
  }
  socket.once('close', () => handler.over(connection));
  return handler.admit(connection);
}

function take(link: WebSocketLink, settings: LinkSettings, handler: ConnectionHandler): void {
  try {
    handler.first(link);
  } catch (error) {
    link.abort();
    settings.onError(error, link);
  }
}

/** Pings silent peers, with one timer for all links. Returns what stops it. */
function pulse(links: ReadonlySet<WebSocketLink>, { after }: LinkSettings): () => void {
  let stop = (): void => {};
  const check = (): void => {
    stop = after(pulseInterval, check);
    for (const link of links) link.pulse(checksUntilPing);
  };
  stop = after(pulseInterval, check);
  return () => stop();
}

const listen = (http: Server, { host, port }: AcceptOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen({ host, port, backlog: 4096 }, () => {
      http.off('error', reject);
      resolve();
    });
  });

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
    ...further,
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
