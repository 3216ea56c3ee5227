import type { Clock } from '#chat/clock.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import { Channel } from './channel.ts';

/** How long the first link of a client waits for the second. */
export const halfPatience: Millis = 10_000;

/** What the first link becomes. */
export interface Half {
  begin(second: Channel): void;
  close(): void;
}

/**
 * Makes one client of two links: the first and the next one from the same address, since nothing else tells whose they
 * are. Two clients from one address that open theirs at the same time are crossed.
 */
export function pairing(clock: Clock, open: (first: Channel) => Half): (link: Link) => void {
  const waiting = new Map<string, (second: Channel) => void>();
  return (link) => {
    const { address } = link.peer;
    const channel = new Channel(link);
    const pair = waiting.get(address);
    if (pair) return pair(channel);
    const half = open(channel);
    const { onEnd } = channel;
    const forget = (): void => {
      callOff();
      waiting.delete(address);
    };
    const callOff = clock.after(halfPatience, () => {
      forget();
      half.close();
    });
    channel.onEnd = () => {
      forget();
      onEnd();
    };
    waiting.set(address, (second) => {
      forget();
      half.begin(second);
    });
  };
}
