import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import { Channel } from './channel.ts';

/** How long a first link waits for its second one before it is closed. */
export const unpairedTimeout: Millis = 10_000;
/**
 * How old a first link may be when the second comes. A client opens them one after the other, so they are one network
 * round trip apart; an older first link belongs to another client.
 */
export const pairTimeout: Millis = 1000;
/** First links that may wait per address. */
export const maxUnpaired = 8;

export interface UnpairedLink {
  begin(second: Channel): void;
  close(): void;
}

interface Waiting {
  readonly since: Millis;
  /** The link no longer waits. */
  forget(): void;
  readonly link: UnpairedLink;
}

/**
 * Pairs two links of one address, because the protocol has no other sign of whose they are. Of several waiting links
 * the newest is taken, so that an idle one does not block others. Two clients of one address that connect at the same
 * moment may be paired wrongly.
 */
export function pairing(clock: Clock, open: (first: Channel) => UnpairedLink): (link: Link) => void {
  /** The first links that wait, by address; the newest last. */
  const waiting = new Map<string, Waiting[]>();

  function wait(address: string, channel: Channel): void {
    const sameAddress = waiting.get(address) ?? [];
    waiting.set(address, sameAddress);
    if (sameAddress.length === maxUnpaired) close(sameAddress[0]);
    const link = open(channel);
    const { onEnd } = channel;
    const cancelTimer = clock.after(unpairedTimeout, () => close(own));
    const own: Waiting = {
      since: clock.elapsed(),
      link,
      forget() {
        cancelTimer();
        const at = sameAddress.indexOf(own);
        if (at !== -1) sameAddress.splice(at, 1);
        if (sameAddress.length === 0 && waiting.get(address) === sameAddress) waiting.delete(address);
      },
    };
    channel.onEnd = () => {
      own.forget();
      onEnd();
    };
    sameAddress.push(own);
  }

  function close(one: Waiting | undefined): void {
    one?.forget();
    one?.link.close();
  }

  return (link) => {
    const { address } = link.peer;
    const channel = new Channel(link);
    const youngest = waiting.get(address)?.at(-1);
    if (!youngest || clock.elapsed() - youngest.since > pairTimeout) return wait(address, channel);
    youngest.forget();
    youngest.link.begin(channel);
  };
}
