import type { Link, Peer } from '#link/link.ts';
import { isQuicLink } from '#link/quic/peer.ts';
import type { ConnectionHandler } from '#link/connection-handler.ts';
import type { LinkCount } from './connection-limits.ts';
import type { Log } from './log.ts';

/** Refuses connections above the limits, and passes the others on after the listener is open. */
export interface ConnectionLimiter extends ConnectionHandler {
  /**
   * Links are accepted from now on. `first`: called with the first link of a connection; `further`: with its other
   * links.
   */
  open(listener: string, first: (link: Link) => void, further: (link: Link) => void): void;
}

/** A QUIC connection is ended after this many refused streams: to refuse one costs the server about 0.5 ms, and its peer less. */
export const maxRefused = 64;

/** `links`: the limits; undefined: none. */
export function connectionLimiter(links: LinkCount | undefined, log: Log): ConnectionLimiter {
  let url = '';
  // No connection is handled before the code that awaits the listener has run.
  const abort = (link: Link): void => link.abort();
  let [first, further] = [abort, abort];
  const refused = ({ peer }: Pick<Link, 'peer'>): false => {
    log('refused', { listener: url, address: peer.address });
    return false;
  };
  const refusedStreams = new WeakMap<Peer, number>();
  const refuseStream = (link: Link): void => {
    refused(link);
    link.abort();
    const count = (refusedStreams.get(link.peer) ?? 0) + 1;
    refusedStreams.set(link.peer, count);
    if (count > maxRefused && isQuicLink(link)) link.peer.end();
  };
  return {
    mayBegin: (address) => !links || links.handshake(address),
    admit: (connection) => !links || links.begin(connection) || refused(connection),
    first: (link) => first(link),
    further(link) {
      if (!links || links.begin({ peer: link.peer, part: 'stream' })) further(link);
      else refuseStream(link);
    },
    over: (connection) => links?.over(connection),
    open(listener, takeFirst, takeFurther) {
      [url, first, further] = [listener, takeFirst, takeFurther];
    },
  };
}
