import type { Outbox } from '#chat/hub/session.ts';
import type { Link } from '#link/link.ts';

/**
 * The outbox of a session whose link may change. Without a link it takes everything and drops it: the client is told again
 * when it comes back. So nothing is held for it, and nothing counts as delivered.
 */
export class ChangingOutbox implements Outbox {
  link: Link | undefined;

  constructor(link: Link) {
    this.link = link;
  }

  get queued(): number {
    return this.link?.queued ?? 0;
  }

  get scarce(): boolean {
    return this.link?.scarce ?? false;
  }

  get delivered(): boolean {
    return this.link?.delivered ?? false;
  }

  async drained(): Promise<void> {
    await this.link?.drained();
  }
}
