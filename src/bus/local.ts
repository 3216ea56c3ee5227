import type { Bus } from '#chat/bus.ts';
import type { Draft, Ordered, Seq } from '#chat/event.ts';

/** Drafts in one batch, at most. */
const maxBatch = 4096;

/**
 * The order of a single node. A batch is what was published within one turn of the event loop, or while the last one
 * was being made durable. What waits here is bounded by those who publish: it is part of what they have under way.
 *
 * One follower; its seqs go on from the `after` it names.
 */
export function localBus(): Bus {
  let waiting: Draft[] = [];
  let wake: (() => void) | undefined;

  /** Resolves in the turn after the first draft, so that all of this turn's share a batch. */
  function nextTurn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const onAbort = (): void => resolve();
      wake = () => {
        wake = undefined;
        signal.removeEventListener('abort', onAbort);
        setImmediate(resolve);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      if (waiting.length > 0) wake();
    });
  }

  function take(after: Seq): readonly Ordered[] {
    const drafts = waiting.length > maxBatch ? waiting.splice(0, maxBatch) : waiting;
    if (drafts === waiting) waiting = [];
    return drafts.map((draft, index) => ({ seq: after + 1 + index, draft }));
  }

  return {
    publish(draft) {
      waiting.push(draft);
      wake?.();
      return undefined;
    },
    async follow(after, apply, signal) {
      let seq = after;
      while (!signal.aborted) {
        if (waiting.length === 0) await nextTurn(signal);
        if (waiting.length === 0) continue;
        const batch = take(seq);
        seq += batch.length;
        const done = apply(batch);
        // Without something to wait for, the next turn's drafts must still get the chance to arrive.
        await (done ?? new Promise<void>((resolve) => setImmediate(resolve)));
      }
    },
  };
}
