import type { Link } from '#link/link.ts';
import type { Door } from '#link/door.ts';
import type { LinkCount } from './connection-limits.ts';
import type { Log } from './log.ts';

/** Refuses a listener's connections above the limits, and passes the others on once it is open. */
export interface Gate extends Door {
  /** From now on links are accepted: `first` and `further` links of a connection. */
  open(listener: string, first: (link: Link) => void, further: (link: Link) => void): void;
}

/** `links`: the limits, if there are any. */
export function gateOf(links: LinkCount | undefined, log: Log): Gate {
  let url = '';
  // No connection is seen before the code that waits for the listener has run.
  const abort = (link: Link): void => link.abort();
  let [first, further] = [abort, abort];
  const refused = ({ peer }: Pick<Link, 'peer'>): false => {
    log('refused', { listener: url, address: peer.address });
    return false;
  };
  return {
    admit: (connection) => !links || links.begin(connection) || refused(connection),
    first: (link) => first(link),
    // They come at no higher rate than connections do.
    further: (link) => (!links || links.further(link) || refused(link) ? further(link) : link.abort()),
    over: (connection) => links?.over(connection),
    open(listener, takeFirst, takeFurther) {
      [url, first, further] = [listener, takeFirst, takeFurther];
    },
  };
}
