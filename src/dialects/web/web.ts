import type { Dialect, DialectOption } from '../dialect.ts';
import { describeWeb } from './describe.ts';
import { lineOf } from './codec.ts';
import { handle } from './handle-request.ts';
import { webMask } from './mask.ts';
import { webFormat } from './formats.ts';
import { path, subprotocol } from './protocol.ts';
import { type ListenerState, WebSession } from './session.ts';

const options: Readonly<Record<string, DialectOption>> = {
  'public-url': {
    value: 'URL',
    help: 'the address by which browsers reach the listener, such as https://chat.example, if it is not its own',
  },
  'trust-proxy': {
    value: 'NETWORK,…',
    help: 'networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, such as 127.0.0.1/32',
  },
};

export const web: Dialect = {
  name: 'web',
  number: 6,
  port: 8000,
  summary: 'the page for browsers, and JSON over WebSocket',
  join: (host, port) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
  carriers: [{ transport: 'http', path, subprotocol }],
  options,
  listen(chat, listener) {
    const shared: ListenerState = { chat, listener, sessions: new Map(), handle };
    return (link) => new WebSession(shared, link).begin();
  },
  describe: describeWeb,
  mask: webMask,
  example: (text, entry) => ({
    client: [lineOf({ type: 'post', ref: 1, room: entry.room?.name, text })],
    server: [webFormat.render(entry, 'other') ?? lineOf({})],
  }),
};
