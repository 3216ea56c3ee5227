import { Cache } from '#chat/cache.ts';
import type { Millis } from '#chat/event.ts';

import type { Dialling } from './dial-server.ts';
import type { PeerLink } from './peer-link.ts';

/** How many groups are remembered whose second link was closed, and for how long. */
const remembered = 64;
const closedFor: Millis = 10 * 60_000;

/**
 * Two servers that dial each other keep one link, the one that the server with the smaller id has dialled. That server
 * closes the other link: a server never loses a link that it has dialled because another one claims a group. If the
 * other server dials again nevertheless, both links stay.
 */
export class DuplicateLinks {
  readonly #self: string;
  readonly #closed = new Cache<string, Millis>(remembered);

  constructor(self: string) {
    this.#self = self.toUpperCase();
  }

  /** The link to close of two that claim the same group from one address; undefined: both stay. */
  toClose(one: PeerLink, other: PeerLink, now: Millis): PeerLink | undefined {
    const [accepted, dialled] = one.dialled ? [other, one] : [one, other];
    const group = accepted.claimed?.toUpperCase() ?? '';
    if (accepted.dialled || !dialled.dialled || accepted.peer.address !== dialled.peer.address) return undefined;
    const closed = this.#closed.get(group);
    if (!isSmaller(this.#self, group) || (closed !== undefined && now - closed < closedFor)) return undefined;
    this.#closed.set(group, now);
    return accepted;
  }
}

/** `A5_9` is smaller than `A5_43`; other ids are compared as texts. */
function isSmaller(one: string, other: string): boolean {
  const [mine, theirs] = [one, other].map((id) => /^A5_(\d{1,6})$/.exec(id)?.[1]);
  return mine !== undefined && theirs !== undefined ? Number(mine) < Number(theirs) : one < other;
}

/** The link made by the server that we would dial: a second one is not needed. */
export const linkInstead = (dialling: Dialling, links: Iterable<PeerLink>): PeerLink | undefined =>
  [...links].find((link) => !link.over && isOf(dialling, link));

/** Whether a link was made by the server that we would dial. */
export const isOf = (dialling: Dialling, link: PeerLink): boolean =>
  !link.dialled && link.group?.toUpperCase() === dialling.met?.group && link.peer.address === dialling.met?.address;
