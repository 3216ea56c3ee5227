import type { Site } from './site.ts';

/** A site with one page, which takes every WebSocket at `/ws`. */
export const usualSite: Site = {
  headers: {},
  answer: (_request, response) => void response.end('a page'),
  upgrade: ({ url, socket }) =>
    url === '/ws'
      ? {
          subprotocol: 'lines',
          peer: { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
          proxied: false,
        }
      : { status: 404, reason: 'not here' },
  isProxy: () => false,
  clientOf: () => undefined,
  refuse: (_request, response) => void response.end(),
};
