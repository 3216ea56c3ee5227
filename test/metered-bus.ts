import { localBus } from '#bus/local.ts';
import type { Bus } from '#chat/bus.ts';
import type { Draft } from '#chat/event.ts';
import { Posted } from '#chat/seat.ts';

interface Amount {
  readonly posts: number;
  readonly bytes: number;
}

/** Measures what is under way, asked and not yet answered: of any one session and of all together, at most. */
export class MeteredBus implements Bus {
  mostOfOne: Amount = { posts: 0, bytes: 0 };
  mostOfAll: Amount = { posts: 0, bytes: 0 };
  readonly follow: Bus['follow'];
  readonly #bus = localBus();
  readonly #sessions = new Map<number, UnderWay>();

  constructor() {
    this.follow = (after, apply, signal) => this.#bus.follow(after, apply, signal);
  }

  publish(draft: Draft): Promise<void> | undefined {
    if (draft instanceof Posted) this.#measure(draft);
    return this.#bus.publish(draft);
  }

  #measure(draft: Posted): void {
    let session = this.#sessions.get(draft.session);
    if (!session) this.#sessions.set(draft.session, (session = new UnderWay()));
    session.add(draft);
    const all = { posts: 0, bytes: 0 };
    for (const one of this.#sessions.values()) {
      one.settle();
      this.mostOfOne = atLeast(this.mostOfOne, one);
      all.posts += one.posts;
      all.bytes += one.bytes;
    }
    this.mostOfAll = atLeast(this.mostOfAll, all);
  }
}

/** One session's drafts; they are answered in their order. */
class UnderWay implements Amount {
  bytes = 0;
  readonly #drafts: Posted[] = [];

  get posts(): number {
    return this.#drafts.length;
  }

  add(draft: Posted): void {
    this.bytes += draft.bytes;
    this.#drafts.push(draft);
  }

  settle(): void {
    while (this.#drafts[0]?.settled) this.bytes -= this.#drafts.shift()?.bytes ?? 0;
  }
}

const atLeast = (most: Amount, now: Amount): Amount => ({
  posts: Math.max(most.posts, now.posts),
  bytes: Math.max(most.bytes, now.bytes),
});
