import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import { Channel } from './channel.ts';

/** How long the first link of a client waits for the second, until it is closed. */
export const halfPatience: Millis = 10_000;
/**
 * How old a first link may be when the second comes. A client opens them one after the other, so they are as far apart
 * as its network takes to the server and back; one that waits longer is somebody else's.
 */
export const pairPatience: Millis = 1000;
/** First links of one address that wait at a time. */
export const maxHalves = 8;

/** What the first link becomes. */
export interface Half {
  begin(second: Channel): void;
  close(): void;
}

interface Waiting {
  readonly since: Millis;
  /** It waits no more. */
  forget(): void;
  readonly half: Half;
}

/**
 * Makes one client of two links: the first and the next one from the same address, since nothing else tells whose they
 * are. Of several that wait the youngest is taken, so that one that was left open is in nobody's way. Two clients from
 * one address that open theirs at the same time are crossed.
 */
export function pairing(clock: Clock, open: (first: Channel) => Half): (link: Link) => void {
  /** By address, the youngest last. */
  const waiting = new Map<string, Waiting[]>();

  function wait(address: string, channel: Channel): void {
    const halves = waiting.get(address) ?? [];
    waiting.set(address, halves);
    if (halves.length === maxHalves) close(halves[0]);
    const half = open(channel);
    const { onEnd } = channel;
    const callOff = clock.after(halfPatience, () => close(own));
    const own: Waiting = {
      since: clock.elapsed(),
      half,
      forget() {
        callOff();
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
    if (!youngest || clock.elapsed() - youngest.since > pairPatience) return wait(address, channel);
    youngest.forget();
    youngest.half.begin(channel);
  };
}
