import type { Socket } from 'node:net';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Carrier } from '#link/transports.ts';
import type { Peer } from '#link/link.ts';
import type { Site, Upgrade, UpgradeRefused } from '#link/http/site.ts';
import { OptionError } from '#dialects/dialect.ts';
import { quoted } from '#server/command-line.ts';
import { problemOf } from './api/problem.ts';
import { serveProblem } from './api/serve-problem.ts';
import { presentedIn } from './credentials.ts';
import { ownOriginOf, type OwnOrigin, type Requested } from './own-origin.ts';
import type { BuiltPage } from './page-files.ts';
import { type Proxies, proxiesOf } from './proxies.ts';
import { securityHeaders } from './security-headers.ts';
import { serveFile, serveText } from './serve-file.ts';
import { targetOf } from './request-target.ts';

/** A request, and what is known about its sender. */
export interface Sent extends Requested {
  readonly peer: Peer;
  readonly proxied: boolean;
}

export interface SiteOptions {
  /** The options of the listener's URL. */
  readonly options: Readonly<Record<string, string>>;
  /** Opens its WebSockets. */
  readonly carrier: Carrier;
  readonly page: BuiltPage | undefined;
  /** False: the address sends more requests than it may. */
  readonly mayAsk: (peer: Peer) => boolean;
  /** Creates the handler of `/api/`, if there is one. */
  readonly api?: ((own: OwnOrigin, sentBy: (request: IncomingMessage) => Sent) => RequestListener) | undefined;
}

/** Throws the `OptionError` that `createSite` would throw. */
export function checkSiteOptions(options: Readonly<Record<string, string>>): void {
  proxiesOf(options['trust-proxy']);
  readPublicUrl(options['public-url']);
}

/** What an HTTP listener serves: the page, and links over WebSocket. Throws `OptionError`. */
export function createSite({ options, carrier, page, mayAsk, api }: SiteOptions): Site {
  const proxies = proxiesOf(options['trust-proxy']);
  const own = ownOriginOf(readPublicUrl(options['public-url']));
  const answerApi = api?.(own, (request) => sentBy(request, proxies));
  const closing = new WeakSet<Socket>();
  const isForApi = (target: string | undefined): boolean =>
    answerApi !== undefined && target?.startsWith('/api/') === true;
  return {
    headers: { ...securityHeaders, 'Cache-Control': 'no-store' },
    isProxy: proxies.has,
    clientOf(request) {
      const { peer, proxied } = proxies.peerOf(request);
      return proxied ? peer : undefined;
    },
    refuse(request, response) {
      // A client that goes on sending must not keep the connection, which others may need.
      response.setHeader('Connection', 'close');
      const refuse = isForApi(targetOf(request)) ? serveProblem : serveRefusal;
      refuse(response, 'too-many-requests');
    },
    answer(request, response) {
      // Bytes that the client sent before the refusal.
      if (closing.has(request.socket)) return;
      const sent = sentBy(request, proxies);
      const target = targetOf(request);
      request.url = target ?? '/';
      const refuse = isForApi(target) ? serveProblem : serveRefusal;
      if (!mayAsk(sent.peer)) {
        // Further requests need another connection, which is cheaper to refuse. Connections of a proxy are shared by
        // clients.
        if (!sent.proxied) {
          closing.add(request.socket);
          response.setHeader('Connection', 'close');
        }
        return refuse(response, 'too-many-requests');
      }
      if (sent.headers.host === undefined) return refuse(response, 'no-host');
      if (hasHostTwice(request)) return refuse(response, 'bad-host');
      if (target === undefined || !own.isNamed(sent)) return refuse(response, 'misdirected');
      if (answerApi && isForApi(target)) return void answerApi(request, response);
      if (request.url.split('?')[0] === carrier.path) return serveUpgradeRequired(response, carrier);
      answerPage(page, request, response);
    },
    upgrade: (request) =>
      hasHostTwice(request)
        ? { status: 400, reason: problemOf('bad-host').detail }
        : judgeUpgrade(request, sentBy(request, proxies), own, carrier),
  };
}

const sentBy = (request: IncomingMessage, proxies: Proxies): Sent => ({
  ...proxies.peerOf(request),
  headers: request.headers,
});

/** RFC 9112, 3.2. Node takes the first one, and a proxy may have taken another. */
function hasHostTwice({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) if (/^host$/i.test(rawHeaders[index] ?? '')) hosts++;
  return hosts > 1;
}

function serveRefusal(
  response: ServerResponse,
  code: 'too-many-requests' | 'misdirected' | 'no-host' | 'bad-host',
): void {
  const { status, detail } = problemOf(code);
  serveText(response, status, detail);
}

/** The path of the WebSockets, asked for by a request that opens none. */
function serveUpgradeRequired(response: ServerResponse, { subprotocol }: Carrier): void {
  response.setHeader('Connection', 'Upgrade');
  response.setHeader('Upgrade', 'websocket');
  serveText(response, 426, `WebSockets only, with the subprotocol ${subprotocol}.`);
}

function answerPage(page: BuiltPage | undefined, request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '/' } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return serveText(response, 405, 'This address takes GET only.');
  }
  const [path = '/'] = url.split('?');
  const file = page?.files.get(path === '/index.html' ? '/' : path);
  if (file) serveFile(file, request, response);
  else if (!page && path === '/') serveText(response, 503, 'The page is not built: stop the server and run npm start.');
  else serveText(response, 404, 'There is nothing here.');
}

function judgeUpgrade(
  request: IncomingMessage,
  sent: Sent,
  own: OwnOrigin,
  { path, subprotocol = '' }: Carrier,
): Upgrade | UpgradeRefused {
  const { headers } = request;
  if (targetOf(request)?.split('?')[0] !== path) return { status: 404, reason: `WebSockets are at ${path}.` };
  if (!own.isNamed(sent)) return { status: 421, reason: problemOf('misdirected').detail };
  if (own.isForeign(sent)) return { status: 403, reason: 'WebSockets are for the page of this server only.' };
  const offered = headers['sec-websocket-protocol']?.split(',').map((each) => each.trim()) ?? [];
  if (!offered.includes(subprotocol)) {
    return { status: 400, reason: `The header Sec-WebSocket-Protocol must have ${subprotocol}.` };
  }
  const { peer, proxied } = sent;
  return { subprotocol, peer, proxied, credentials: credentialsOf(sent, own) };
}

/** A browser adds the cookie to every WebSocket: it counts only for those of our own page. */
function credentialsOf(sent: Sent, own: OwnOrigin): string | undefined {
  const presented = presentedIn(sent.headers, own.isSecure(sent));
  return presented?.by === 'bearer' || own.isOwn(sent) ? presented?.code : undefined;
}

function readPublicUrl(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/') return url;
  throw new OptionError(`public-url looks like https://chat.example, without a path; ${quoted(text)} does not.`);
}
