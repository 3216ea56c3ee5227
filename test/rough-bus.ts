import { type Bundle, type Bus, type BusPlace, PublishUnknown } from '#chat/ports.ts';
import type { Draft } from '#chat/event.ts';

import { type Random, turns } from './middle-random.ts';

/** How an order treats those who use it. Probabilities are per bundle, or per batch. */
export interface Roughness {
  /** A bundle waits each turn with this probability; those of one session keep their order. */
  readonly delayed: number;
  /** It gets into the log a second time, at another place, some turns later. */
  readonly twice: number;
  /** It never gets in. */
  readonly rejected: number;
  /** Whether it is in is not said; half of those are, at once or later. */
  readonly unknown: number;
  /** A batch begins with what was handed over before. */
  readonly again: number;
  /** Bundles in one batch, at most. */
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
  /** Rises by more than one, as in an order that others use, too. */
  readonly place: BusPlace;
  readonly drafts: readonly Draft[];
}

interface Publishing {
  readonly drafts: readonly Draft[];
  /** Whose they are, as `run:session`. */
  readonly sessions: readonly string[];
  readonly fate: 'taken' | 'rejected' | 'lost' | 'unsure' | 'late';
  readonly done: PromiseWithResolvers<void> | undefined;
}

/** Most turns that a copy can be late. */
const longestDelay = 12;
/** Most turns that a bus waits before it takes what a node has to publish. */
const longestPause = 3;

export function roughOrder(random: Random, roughness: Roughness): RoughOrder {
  const log: Logged[] = [];
  const followers = new Set<Follower>();
  const unknown = new WeakSet<readonly Draft[]>();
  /** What waits, for each session that is in it. */
  const queues = new Map<string, Publishing[]>();
  let underWay = 0;
  let pumping = false;

  function append(drafts: readonly Draft[]): void {
    log.push({ place: (log.at(-1)?.place ?? 0) + 1 + random.below(3), drafts: drafts.map(overTheWire) });
    for (const follower of followers) follower.wake();
  }

  async function later(most: number, run: () => void): Promise<void> {
    underWay++;
    await turns(1 + random.below(most));
    run();
    underWay--;
  }

  /** A node whose own drafts are rejected could not begin; and what may be in the log cannot be rejected any more. */
  function decideFate(drafts: readonly Draft[]): Publishing['fate'] {
    const rejectable = !unknown.has(drafts) && drafts.every(({ session }) => session !== 0);
    if (rejectable && random.chance(roughness.rejected)) return 'rejected';
    if (!random.chance(roughness.unknown)) return 'taken';
    unknown.add(drafts);
    return random.pick(['lost', 'lost', 'unsure', 'late']);
  }

  function settle({ drafts, fate, done }: Publishing): void {
    if (fate === 'taken' || fate === 'unsure') append(drafts);
    if (fate === 'late' || (fate === 'taken' && random.chance(roughness.twice))) {
      void later(longestDelay, () => append(drafts));
    }
    if (fate === 'taken') done?.resolve();
    else if (fate === 'rejected') done?.reject(new Error('this order does not take it'));
    else done?.reject(new PublishUnknown('no word from the order'));
  }

  /** Bundles with a session in common keep their order, the others have any. */
  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    while (queues.size > 0) {
      await turns(1);
      for (const queue of [...queues.values()]) {
        for (let next = queue[0]; next && isFirst(next) && !random.chance(roughness.delayed); next = queue[0]) {
          leave(next);
          settle(next);
        }
      }
    }
    pumping = false;
  }

  const isFirst = (publishing: Publishing): boolean =>
    publishing.sessions.every((key) => queues.get(key)?.[0] === publishing);

  function leave({ sessions }: Publishing): void {
    for (const key of sessions) {
      const queue = queues.get(key);
      queue?.shift();
      if (queue?.length === 0) queues.delete(key);
    }
  }

  function publish(drafts: readonly Draft[]): Promise<void> | undefined {
    const fate = decideFate(drafts);
    const done = fate === 'taken' && random.chance(0.5) ? undefined : Promise.withResolvers<void>();
    const sessions = [...new Set(drafts.map(({ run, session }) => `${run}:${session}`))];
    const publishing = { drafts, sessions, fate, done };
    for (const key of sessions) {
      const queue = queues.get(key) ?? [];
      queues.set(key, queue);
      queue.push(publishing);
    }
    void pump();
    return done?.promise;
  }

  const bus = (): Bus => ({
    name: 'rough',
    whenReady: (fill) => void later(longestPause, fill),
    publish,
    async follow(after, apply, signal) {
      const follower = new Follower(log, after);
      followers.add(follower);
      try {
        await follower.run(random, roughness, apply, signal);
      } finally {
        followers.delete(follower);
      }
    },
  });

  return {
    bus,
    get log() {
      return log.flatMap(({ drafts }) => drafts);
    },
    async quiet() {
      const busy = (): boolean => [...followers].some((follower) => follower.at < log.length || follower.applying);
      while (queues.size > 0 || underWay > 0 || busy()) await turns(1);
    },
  };
}

/** Where one node is in the log. */
class Follower {
  /** The index of what is handed over next. */
  at: number;
  applying = false;
  wake: () => void = () => {};
  readonly #log: readonly Logged[];

  constructor(log: readonly Logged[], after: BusPlace) {
    this.#log = log;
    const next = log.findIndex(({ place }) => place > after);
    this.at = next === -1 ? log.length : next;
  }

  async run(
    random: Random,
    roughness: Roughness,
    apply: Parameters<Bus['follow']>[1],
    signal: AbortSignal,
  ): Promise<void> {
    const first = this.at;
    while (!signal.aborted) {
      if (this.at >= this.#log.length) {
        await this.#more(signal);
        continue;
      }
      const from = random.chance(roughness.again) ? Math.max(first, this.at - random.below(8)) : this.at;
      const to = withinBatch(this.#log, from, Math.min(this.#log.length, this.at + 1 + random.below(roughness.batch)));
      this.at = Math.max(this.at, to);
      this.applying = true;
      await (apply(this.#log.slice(from, to).map(asRead)) ?? turns(1));
      this.applying = false;
    }
  }

  /** Wakes in the turn after the first new bundle, so that all of one turn share a batch. */
  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = () => setImmediate(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

/** Drafts handed over at a time, at most; a single bundle may have more. */
const maxBatch = 4096;

function withinBatch(log: readonly Logged[], from: number, to: number): number {
  let drafts = 0;
  for (let at = from; at < to; at++) {
    drafts += log[at]?.drafts.length ?? 0;
    if (drafts > maxBatch) return Math.max(at, from + 1);
  }
  return to;
}

/** Each reader gets objects of its own, the publisher too. */
const asRead = ({ place, drafts }: Logged): Bundle => ({ place, drafts: drafts.map(overTheWire) });

/** A draft may carry more than its own fields on the node that asked; only these travel. */
function overTheWire({ run, nth, settledUpto, session, room, via, at, once, as, event }: Draft): Draft {
  const read: Draft = JSON.parse(JSON.stringify({ run, nth, settledUpto, session, room, via, at, once, as, event }));
  return read;
}
