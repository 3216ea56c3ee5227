import { type Bus, PublishUnknown } from '#chat/ports.ts';
import type { Draft, Ordered, Seq } from '#chat/event.ts';

import { type Random, turns } from './middle-random.ts';

/** How an order treats those who use it. Probabilities are per publish, or per batch. */
export interface Roughness {
  /** A draft waits each turn with this probability; those of one session keep their order. */
  readonly delayed: number;
  /** It gets into the log a second time, at another seq, some turns later. */
  readonly twice: number;
  /** It never gets in. */
  readonly rejected: number;
  /** Whether it is in is not said; half of those are, at once or later. */
  readonly unknown: number;
  /** A batch begins with what was handed over before. */
  readonly again: number;
  /** Drafts in one batch, at most. */
  readonly batch: number;
}

export const calm: Roughness = { delayed: 0, twice: 0, rejected: 0, unknown: 0, again: 0, batch: 4096 };

/** One log and those who append to it and follow it, one `Bus` for each node. Runs on turns of the event loop. */
export interface RoughOrder {
  bus(): Bus;
  readonly log: readonly Draft[];
  /** Resolves when all that was published has found its fate and each follower has been handed all. */
  quiet(): Promise<void>;
}

interface Logged {
  readonly draft: Draft;
  readonly owner: Bus;
}

interface Publishing extends Logged {
  readonly fate: 'taken' | 'rejected' | 'lost' | 'unsure' | 'late';
  readonly done: PromiseWithResolvers<void> | undefined;
}

/** Most turns that a copy can be late. */
const longestDelay = 12;

export function roughOrder(random: Random, roughness: Roughness): RoughOrder {
  const log: Logged[] = [];
  const queues = new Map<string, Publishing[]>();
  const followers = new Set<Follower>();
  const unknown = new WeakSet<Draft>();
  let copiesUnderWay = 0;
  let pumping = false;

  function append(logged: Logged): void {
    log.push({ draft: logged.draft, owner: logged.owner });
    for (const follower of followers) follower.wake();
  }

  async function appendLater(logged: Logged): Promise<void> {
    copiesUnderWay++;
    await turns(1 + random.below(longestDelay));
    append(logged);
    copiesUnderWay--;
  }

  /** A node whose own drafts are rejected could not begin; and what may be in the log cannot be rejected any more. */
  function decideFate(draft: Draft): Publishing['fate'] {
    if (draft.session !== 0 && !unknown.has(draft) && random.chance(roughness.rejected)) return 'rejected';
    if (!random.chance(roughness.unknown)) return 'taken';
    unknown.add(draft);
    return random.pick(['lost', 'lost', 'unsure', 'late']);
  }

  function settle(publishing: Publishing): void {
    const { fate, done } = publishing;
    if (fate === 'taken' || fate === 'unsure') append(publishing);
    if (fate === 'late' || (fate === 'taken' && random.chance(roughness.twice))) void appendLater(publishing);
    if (fate === 'taken') done?.resolve();
    else if (fate === 'rejected') done?.reject(new Error('this order does not take it'));
    else done?.reject(new PublishUnknown('no word from the order'));
  }

  /** Each session's drafts in their order, those of different sessions in any. */
  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    while (queues.size > 0) {
      await turns(1);
      for (const key of shuffled(random, [...queues.keys()])) {
        const queue = queues.get(key) ?? [];
        while (queue.length > 0 && !random.chance(roughness.delayed)) {
          const next = queue.shift();
          if (next) settle(next);
        }
        if (queue.length === 0) queues.delete(key);
      }
    }
    pumping = false;
  }

  function publish(owner: Bus, draft: Draft): Promise<void> | undefined {
    const fate = decideFate(draft);
    const done = fate === 'taken' && random.chance(0.5) ? undefined : Promise.withResolvers<void>();
    const key = `${draft.run}:${draft.session}`;
    const queue = queues.get(key) ?? [];
    queues.set(key, queue);
    queue.push({ draft, owner, fate, done });
    void pump();
    return done?.promise;
  }

  function bus(): Bus {
    const made: Bus = {
      whenReady: (fill) => fill(),
      publish: (draft) => publish(made, draft),
      async follow(after, apply, signal) {
        const follower = new Follower(after);
        followers.add(follower);
        try {
          await follower.run({ log, owner: made, random, roughness }, apply, signal);
        } finally {
          followers.delete(follower);
        }
      },
    };
    return made;
  }

  return {
    bus,
    get log() {
      return log.map(({ draft }) => draft);
    },
    async quiet() {
      const busy = (): boolean => [...followers].some((follower) => follower.at < log.length || follower.applying);
      while (queues.size > 0 || copiesUnderWay > 0 || busy()) await turns(1);
    },
  };
}

interface Source {
  readonly log: readonly Logged[];
  readonly owner: Bus;
  readonly random: Random;
  readonly roughness: Roughness;
}

/** Where one node is in the log. */
class Follower {
  at: Seq;
  applying = false;
  wake: () => void = () => {};

  constructor(after: Seq) {
    this.at = after;
  }

  async run(source: Source, apply: Parameters<Bus['follow']>[1], signal: AbortSignal): Promise<void> {
    const { log, random, roughness } = source;
    const first = this.at;
    while (!signal.aborted) {
      if (this.at >= log.length) {
        await this.#more(signal);
        continue;
      }
      const from = random.chance(roughness.again) ? Math.max(first, this.at - random.below(8)) : this.at;
      const to = Math.min(log.length, from + 4096, this.at + 1 + random.below(roughness.batch));
      const batch = log.slice(from, to).map((logged, index) => ordered(logged, from + index + 1, source.owner));
      this.at = to;
      this.applying = true;
      await (apply(batch) ?? turns(1));
      this.applying = false;
    }
  }

  /** Wakes in the turn after the first new draft, so that all of one turn share a batch. */
  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = () => setImmediate(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

/** A node's own drafts come back as they are, those of others as they crossed the wire. */
const ordered = ({ draft, owner }: Logged, seq: Seq, reader: Bus): Ordered => ({
  seq,
  draft: owner === reader ? draft : overTheWire(draft),
});

/** A draft may carry more than its own fields on the node that asked; only these travel. */
function overTheWire({ run, nth, settledUpto, session, room, at, event }: Draft): Draft {
  const read: Draft = JSON.parse(JSON.stringify({ run, nth, settledUpto, session, room, at, event }));
  return read;
}

function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  const rest = [...items];
  const order: T[] = [];
  while (rest.length > 0) order.push(...rest.splice(random.below(rest.length), 1));
  return order;
}
