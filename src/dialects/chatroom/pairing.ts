import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import { Channel } from './channel.ts';

/** How long a first link waits for its second one before it is closed. */
export const halfTimeout: Millis = 10_000;
/**
 * How old a first link may be when the second comes. A client opens them one after the other, so they are one network
 * round trip apart; an older first link belongs to another client.
 */
export const pairTimeout: Millis = 1000;
/** First links that may wait per address. */
export const maxHalves = 8;

export interface Half {
  begin(second: Channel): void;
  close(): void;
}

interface Waiting {
  readonly since: Millis;
  /** The link no longer waits. */
  forget(): void;
  readonly half: Half;
}

/**
 * Pairs two links of one address, because the protocol has no other sign of whose they are. Of several waiting links
 * the newest is taken, so that an idle one does not block others. Two clients of one address that connect at the same
 * moment may be paired wrongly.
 */
export function pairing(clock: Clock, open: (first: Channel) => Half): (link: Link) => void {
  /** By address, the newest last. */
  const waiting = new Map<string, Waiting[]>();

  function wait(address: string, channel: Channel): void {
    const halves = waiting.get(address) ?? [];
    waiting.set(address, halves);
    if (halves.length === maxHalves) close(halves[0]);
    const half = open(channel);
    const { onEnd } = channel;
    const cancelTimer = clock.after(halfTimeout, () => close(own));
    const own: Waiting = {
      since: clock.elapsed(),
      half,
      forget() {
        cancelTimer();
        const at = halves.indexOf(own);
        if (at !== -1) halves.splice(at, 1);
        if (halves.length === 0 && waiting.get(address) === halves) waiting.delete(address);
      },
    };
    channel.onEnd = () => {
      own.forget();
      onEnd();
    };
    halves.push(own);
  }

  function close(one: Waiting | undefined): void {
    one?.forget();
    one?.half.close();
  }

  return (link) => {
    const { address } = link.peer;
    const channel = new Channel(link);
    const youngest = waiting.get(address)?.at(-1);
    if (!youngest || clock.elapsed() - youngest.since > pairTimeout) return wait(address, channel);
    youngest.forget();
    youngest.half.begin(channel);
  };
}
