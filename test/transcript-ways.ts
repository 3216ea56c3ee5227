import type { ConnectionHandler } from '#link/connection-handler.ts';
import { acceptHttp, connectWebSocket } from '#link/http/http.ts';
import type { Link } from '#link/link.ts';
import { FaultyLink } from '#link/faults/faulty-link.ts';
import type { After } from '#link/after.ts';
import type { LinkOptions } from '#link/link-options.ts';
import { pipe } from '#link/pipe.ts';
import { usualSite } from '#link/http/site.suite.ts';
import { connectTcp, listenTcp } from '#link/tcp/tcp.ts';

export type Way = 'in memory' | 'over TCP' | 'byte by byte' | 'over WebSocket';

/** How an actor's link reaches a listener. */
type Carry = (accept: (link: Link) => void, options: LinkOptions) => Promise<Link>;

export const inMemory: Carry = async (accept, options) => {
  const [ours, theirs] = pipe(options);
  accept(theirs);
  return ours;
};

/** A listener of its own for each link: its first, so that nobody else's bytes are counted. */
const overTcp: Carry = async (accept, options) => {
  const listening = await listenTcp({ ...options, port: 0 }, accept);
  const link = await connectTcp({ host: listening.address, port: listening.port });
  await listening.close();
  return link;
};

/** One message for each line, or for several. */
const overWebSocket: Carry = async (accept, options) => {
  const place = { path: '/ws', subprotocol: 'lines' };
  const handler: ConnectionHandler = { admit: () => true, first: accept, further: accept, over: () => {} };
  const listening = await acceptHttp({ ...options, host: '127.0.0.1', port: 0, site: usualSite }, handler);
  const link = await connectWebSocket({ host: listening.address, port: listening.port, ...place });
  await listening.close();
  return link;
};

/** Every byte of the server by itself, and later than it was sent; as fast as the event loop goes. */
const byteByByte: Carry = (accept, options) =>
  inMemory((link) => accept(new FaultyLink(link, { split: 1, delay: 1 }, soon)), options);

const soon: After = (_, call) => {
  const next = setImmediate(call);
  return () => clearImmediate(next);
};

export const carries: Readonly<Record<Way, Carry>> = {
  'in memory': inMemory,
  'over TCP': overTcp,
  'byte by byte': byteByByte,
  'over WebSocket': overWebSocket,
};

/** Where transcripts are played. */
export const ways: readonly Way[] = ['in memory', 'over TCP'];
