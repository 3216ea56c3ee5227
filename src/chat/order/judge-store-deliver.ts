import type { Bundle, BusPlace, RunRow, Store } from '#chat/ports.ts';
import { decide } from './decide.ts';
import type { Draft, Millis, Ordered } from '#chat/event.ts';
import { effectsOf, type Outcome, type Verdict } from '#chat/outcome.ts';
import { evolve } from './evolve.ts';
import type { LiveRun } from './live-user.ts';
import type { LiveWorld } from './live-world.ts';
import { RulesDiffer } from './rules-differ.ts';
import { refuse } from './verdict.ts';

/** Delivers judged batches: the hub. */
export interface Deliver {
  batchBegins(): void;
  /** Returns, or resolves with, how many sessions were written to. */
  deliver(outcomes: readonly Outcome[]): number | Promise<number>;
}

export interface JudgeStoreDeliverOptions {
  readonly store: Store;
  readonly world: LiveWorld;
  readonly hub: Deliver;
  /** The name of the bus whose bundles come, if it has one. */
  readonly bus?: string | undefined;
  /** The version of the rules by which `decide` judges. */
  readonly rules: number;
  /** `decide` threw: our bug. The draft is refused and the batch goes on. */
  readonly onBug: (error: unknown, ordered: Ordered) => void;
  /** Called when a batch was judged and written, and is not durable yet. */
  readonly onJudged?: ((outcomes: readonly Outcome[]) => void) | undefined;
  /** Called when another program has kept the store locked for long. */
  readonly onHeld?: (() => void) | undefined;
  /** Whether the draft was refused during that time, and its asker was answered. */
  readonly wasRefused?: ((draft: Draft) => boolean) | undefined;
  /**
   * Resolves after that many ms. Called after a batch with many writes, or many arrivals and departures: the cost of the
   * next batch is then shared by more drafts. On a quiet server it is not called.
   */
  readonly pause?: ((ms: Millis) => Promise<void>) | undefined;
}

/** After a batch with more writes per draft than this, the next batch waits for more drafts. */
const heavyFanOut = 2;
const afterFanOut: Millis = 1;
/** This many arrivals and departures in a batch are a rush: else each of them would cost a batch. */
const rush = 4;
const inRush: Millis = 4;

/**
 * What happens to a batch: judged, written, committed, durable, delivered. Nobody is answered and nothing is shown
 * before it is durable. When it throws, nobody is answered at all and the node must stop.
 */
export function judgeStoreDeliver(
  options: JudgeStoreDeliverOptions,
): (batch: readonly Bundle[]) => Promise<void> | undefined {
  const { store, hub } = options;

  function finish(outcomes: readonly Outcome[]): Promise<void> | undefined {
    const writes = hub.deliver(outcomes);
    return typeof writes === 'number' ? rest(outcomes, writes) : writes.then((all) => rest(outcomes, all));
  }

  function rest(outcomes: readonly Outcome[], writes: number): Promise<void> | undefined {
    if (isRush(outcomes)) return options.pause?.(inRush);
    return writes > heavyFanOut * outcomes.length ? options.pause?.(afterFanOut) : undefined;
  }

  function run(batch: readonly Bundle[]): Promise<void> | undefined {
    hub.batchBegins();
    const outcomes = judge(options, batch);
    options.onJudged?.(outcomes);
    const durable = store.durable();
    return durable ? durable.then(() => finish(outcomes)) : finish(outcomes);
  }

  // While it waits to begin, no batch is under way: requests that need no draft are answered as usual.
  return (batch) => {
    const begun = store.begin(options.onHeld);
    return begun ? begun.then(() => run(batch)) : run(batch);
  };
}

function isRush(outcomes: readonly Outcome[]): boolean {
  if (outcomes.length < rush) return false;
  let moved = 0;
  for (const outcome of outcomes) if (movesSession(outcome) && ++moved === rush) return true;
  return false;
}

/** A session arrives, departs, or changes its user. */
const movesSession = ({ verdict }: Outcome): boolean =>
  effectsOf(verdict)?.some(({ kind }) => kind === 'session') === true;

/** One transaction for the batch, which has begun. */
function judge(options: JudgeStoreDeliverOptions, batch: readonly Bundle[]): readonly Outcome[] {
  const { store, world } = options;
  const outcomes: Outcome[] = [];
  const moved = new Set<LiveRun>();
  try {
    for (const { place, drafts } of batch) {
      if (place <= placeOf(world)) continue;
      for (const draft of drafts) {
        const outcome = outcomeOf(options, { seq: world.seq + 1, draft });
        store.write(outcome);
        evolve(world, outcome);
        outcomes.push(outcome);
        const run = world.run(draft.run);
        if (run) moved.add(run);
      }
      if (options.bus !== undefined) world.followed = { bus: options.bus, place };
    }
    // Leaves out a run that moved and was ended by the node's next run in the same batch.
    store.commit(world.place(), [...moved].filter((run) => world.run(run.runId) === run).map(runRow));
  } catch (error) {
    store.rollback();
    throw error;
  }
  return outcomes;
}

/** How far the bus was followed: a bus without a name counts seqs. */
const placeOf = (world: LiveWorld): BusPlace => world.followed?.place ?? world.seq;

function outcomeOf(options: JudgeStoreDeliverOptions, ordered: Ordered): Outcome {
  const { seq, draft } = ordered;
  const verdict = options.wasRefused?.(draft) ? refuse('locked') : verdictOn(options, ordered);
  const { event } = draft;
  if (event.kind === 'began' && verdict.kind === 'entry' && event.rules !== options.rules) {
    throw new RulesDiffer(event.node, event.rules, options.rules);
  }
  return { seq, draft, verdict };
}

function verdictOn({ world, onBug }: JudgeStoreDeliverOptions, ordered: Ordered): Verdict {
  try {
    return decide(world, ordered);
  } catch (error) {
    onBug(error, ordered);
    return refuse('internal');
  }
}

const runRow = ({ id, runId, node, judged }: LiveRun): RunRow => ({
  id,
  runId,
  node,
  upto: judged.upto,
  beyond: [...judged.beyond],
});
