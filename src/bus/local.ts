import type { Bus } from '#chat/ports.ts';
import { bytesInBatch, maxBatch, maxBatchBytes } from '#chat/hub/batch-budget.ts';
import type { Draft, Ordered, Seq } from '#chat/event.ts';

/**
 * The order of a single node. A batch is what was published within one turn of the event loop, or while the last one
 * was being made durable. What waits here is bounded by those who publish: it is part of what they have under way.
 *
 * One follower; its seqs go on from the `after` it names.
 */
export function localBus(): Bus {
  let waiting: Draft[] = [];
  let publishers: (() => void)[] = [];
  /** Ends the sleep of a follower that has nothing to apply. */
  let wake: (() => void) | undefined;

  function sleep(): Promise<void> {
    return new Promise((resolve) => {
      wake = () => {
        wake = undefined;
        resolve();
      };
    });
  }

  /** The latest moment at which a batch can still be chosen from all that waits. */
  function fill(): void {
    if (publishers.length === 0) return;
    const called = publishers;
    publishers = [];
    for (const publish of called) publish();
  }

  function take(after: Seq): readonly Ordered[] {
    const count = batchOf(waiting);
    const drafts = count < waiting.length ? waiting.splice(0, count) : waiting;
    if (drafts === waiting) waiting = [];
    return drafts.map((draft, index) => ({ seq: after + 1 + index, draft }));
  }

  return {
    whenReady(publish) {
      publishers.push(publish);
      wake?.();
    },
    publish(draft) {
      waiting.push(draft);
      wake?.();
      return undefined;
    },
    async follow(after, apply, signal) {
      let seq = after;
      signal.addEventListener('abort', () => wake?.(), { once: true });
      while (!signal.aborted) {
        if (waiting.length === 0 && publishers.length === 0) {
          await sleep();
          // All that this turn still brings shares the batch.
          await turn();
          continue;
        }
        fill();
        if (waiting.length === 0) continue;
        const batch = take(seq);
        seq += batch.length;
        const done = apply(batch);
        // Without something to wait for, the next turn's drafts must still get the chance to arrive.
        await (done ?? turn());
      }
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How many of those that wait make the next batch. */
function batchOf(waiting: readonly Draft[]): number {
  const most = Math.min(waiting.length, maxBatch);
  let bytes = 0;
  for (let count = 0; count < most; count++) {
    const draft = waiting[count];
    if (draft) bytes += bytesInBatch(draft.event);
    if (bytes > maxBatchBytes) return Math.max(1, count);
  }
  return most;
}
