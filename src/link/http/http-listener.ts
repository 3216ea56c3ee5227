import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Server as WebSocketServers, WebSocketServer } from 'ws';
import { ClosingWebSocket, webSocketBounds } from '#link/websocket/closing-websocket.ts';
import type { AcceptOptions, Connection, ConnectionHandler } from '#link/connection-handler.ts';
import { expectsContinue } from './expect-continue.ts';
import { answerMalformed, refuseOn, tooMuchUnfinished, UnansweredRequests } from './http-refusals.ts';
import { closingGrace, type LinkSettings, linkSettings } from '#link/link-options.ts';
import { loopTurns } from '#link/input/loop-turns.ts';
import { hasGone, peerOf } from '#link/peer-of.ts';
import { ProxiedRequests } from './proxied-requests.ts';
import { RequestsUnderWay } from './requests-under-way.ts';
import type { Site } from './site.ts';
import { SlicedSocket } from '#link/tcp/sliced-socket.ts';
import { addressOf, descriptorOf, type Listening, slowFrom, tcpOptions } from '#link/tcp/tcp.ts';
import { WebSocketLink } from '#link/websocket/websocket.ts';

/** Bytes of one message of a client: more than the dialects take in one line, so that they can say so. */
const maxMessage = 128 * 1024;
/** How long a client may take to write the head of a request, and all of it, in ms. */
const [headTimeout, requestTimeout] = [10_000, 20_000];
/** How long a connection stays open between two requests, and while its client takes nothing of an answer, in ms. */
const [idleTimeout, stuckTimeout] = [30_000, 120_000];
/** How often silent peers are looked for, in ms, and after how many checks they are pinged. */
const [pulseInterval, checksUntilPing] = [10_000, 3];

/** Accepts HTTP at one address: the site answers requests, WebSockets become links. */
export class HttpListener {
  readonly #options: AcceptOptions;
  readonly #handler: ConnectionHandler;
  readonly #site: Site;
  readonly #settings: LinkSettings;
  readonly #http: HttpServer;
  readonly #webSockets: WebSocketServers<typeof ClosingWebSocket>;
  readonly #proxied: ProxiedRequests;
  readonly #unanswered: UnansweredRequests;
  readonly #underWay: RequestsUnderWay;
  /** By the request that opens a WebSocket. */
  readonly #subprotocols = new WeakMap<IncomingMessage, string>();
  readonly #links = new Set<WebSocketLink>();
  /** By what is under them. */
  readonly #sockets = new WeakMap<Socket, SlicedSocket>();

  constructor(options: AcceptOptions, handler: ConnectionHandler, site: Site) {
    this.#options = options;
    this.#handler = handler;
    this.#site = site;
    this.#settings = { ...linkSettings(options), accepted: true };
    this.#proxied = new ProxiedRequests(handler, this.#settings);
    this.#http = this.#createServer();
    this.#unanswered = new UnansweredRequests(this.#http);
    this.#underWay = new RequestsUnderWay(this.#http, closingGrace);
    this.#webSockets = new WebSocketServer({
      WebSocket: ClosingWebSocket,
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: maxMessage,
      ...webSocketBounds,
      handleProtocols: (_offered, request) => this.#subprotocols.get(request) ?? false,
    });
    answerMalformed(this.#http, this.#webSockets, site.headers, this.#unanswered);
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Rejects when the address is unavailable. */
  async open(): Promise<Listening> {
    const [http, { onAcceptError }] = [this.#http, this.#options];
    const stopPulse = pulse(this.#links, this.#settings);
    await listen(http, this.#options);
    if (onAcceptError) http.on('error', onAcceptError);
    const { address, port } = addressOf(http);
    return {
      address,
      port,
      close: async () => {
        this.#settings.closing = true;
        this.#settings.grace = Math.min(this.#settings.grace, closingGrace);
        stopPulse();
        http.close();
        http.closeIdleConnections();
      },
      finish: () => this.#underWay.finish(),
    };
  }

  #createServer(): HttpServer {
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
        shouldUpgradeCallback: (request) => isForWebSocket(request) && this.#unanswered.on(request.socket).length === 0,
      },
      (request, response) => this.#answer(request, response),
    );
    http.setTimeout(stuckTimeout);
    http.on('checkContinue', (request, response) => {
      expectsContinue(request, response);
      http.emit('request', request, response);
    });
    // Unknown expectations are ignored.
    http.on('checkExpectation', (request, response) => void http.emit('request', request, response));
    const serve = http.listeners('connection');
    http.removeAllListeners('connection');
    http.on('connection', (socket) => {
      const sliced = this.#sliced(socket);
      if (sliced) for (const each of serve) Reflect.apply(each, http, [sliced]);
    });
    return http;
  }

  /** A connection as it is served. Undefined: it was closed, because it is one too many, or its peer has gone. */
  #sliced(socket: Socket): SlicedSocket | undefined {
    const [site, settings] = [this.#site, this.#settings];
    loopTurns.arrived();
    if (hasGone(socket) || !this.#admit(socket)) return void socket.destroy();
    const { address } = peerOf(socket);
    // A proxy reads for many.
    const rates = site.isProxy(address) ? undefined : settings.inputRates;
    const sliced = new SlicedSocket(socket, settings.networkOf(address), slowFrom, settings, rates);
    this.#sockets.set(socket, sliced);
    sliced.refuse = () => refuseOn(sliced, tooMuchUnfinished, site.headers);
    return sliced;
  }

  /** Counts a connection, from its first byte to its last. False: it must be closed. */
  #admit(socket: Socket): boolean {
    const { descriptors = Infinity } = this.#options;
    const peer = peerOf(socket);
    const connection: Connection = this.#site.isProxy(peer.address)
      ? { peer, part: 'proxy' }
      : { peer, endIfIdle: () => this.#endIfIdle(socket) };
    if (descriptorOf(socket) >= descriptors) {
      this.#http.emit('error', new Error(`no descriptors are left: links may have those below ${descriptors}`));
      return false;
    }
    socket.once('close', () => this.#handler.over(connection));
    return this.#handler.admit(connection);
  }

  #endIfIdle(socket: Socket): boolean {
    const sliced = this.#sockets.get(socket);
    if (!sliced || sliced.above || this.#unanswered.on(sliced).length > 0) return false;
    sliced.destroy();
    return true;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const site = this.#site;
    const { socket } = request;
    if (this.#underWay.over || !(socket instanceof SlicedSocket)) return void socket.destroy();
    this.#underWay.add(response);
    // Node has dropped what was read after it.
    if (isForWebSocket(request)) response.shouldKeepAlive = false;
    socket.asks(request, response);
    const client = site.clientOf(request);
    if (client && !this.#proxied.begin(socket, client, request, response)) site.refuse(request, response);
    else site.answer(request, response);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [site, settings, handler] = [this.#site, this.#settings, this.#handler];
    // Node hands over another stream only for requests with a body, which are no upgrades here.
    if (!(socket instanceof SlicedSocket) || this.#underWay.over) return void socket.destroy();
    const verdict = site.upgrade(request);
    socket.on('error', () => {});
    if ('status' in verdict) return refuseOn(socket, verdict, site.headers);
    const { subprotocol, peer, proxied, credentials } = verdict;
    if (proxied) {
      const connection: Connection = { peer, part: 'client' };
      socket.under.once('close', () => handler.over(connection));
      if (!handler.admit(connection)) return void socket.destroy();
      socket.belongsTo(settings.networkOf(peer.address), settings.inputRates);
    }
    this.#subprotocols.set(request, subprotocol);
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const link = new WebSocketLink(webSocket, socket.under, settings, 'server', { peer, credentials });
      socket.above = link;
      this.#take(link, socket.under);
    });
  }

  #take(link: WebSocketLink, under: Socket): void {
    this.#links.add(link);
    under.once('close', () => this.#links.delete(link));
    try {
      this.#handler.first(link);
    } catch (error) {
      link.abort();
      this.#settings.onError(error, link);
    }
  }
}

/**
 * Some clients offer HTTP/2 by the same header; they are answered by HTTP/1.1. So are requests with a body: an opening
 * handshake has none (RFC 6455, 4.1), and it would be read as frames.
 */
const isForWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket' &&
  headers['transfer-encoding'] === undefined &&
  Number(headers['content-length'] ?? 0) === 0;

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

const listen = (http: HttpServer, { host, port }: AcceptOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen({ host, port, backlog: 4096 }, () => {
      http.off('error', reject);
      resolve();
    });
  });
