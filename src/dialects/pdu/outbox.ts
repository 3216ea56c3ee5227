import type { Outbox } from '#chat/hub/session.ts';
import type { Link } from '#link/link.ts';

/** Where the bytes of all links of one connection wait. */
export const outboxOf = (links: ReadonlySet<{ readonly link: Link }>): Outbox => ({
  get queued() {
    let bytes = 0;
    for (const { link } of links) bytes += link.queued;
    return bytes;
  },
  get scarce() {
    return links.values().some(({ link }) => link.scarce);
  },
  get delivered() {
    return links.values().every(({ link }) => link.delivered);
  },
  async drained() {
    await Promise.all(links.values().map(({ link }) => link.drained()));
  },
});
