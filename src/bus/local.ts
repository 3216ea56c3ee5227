import type { Bundle, Bus, BusPlace, WorkTurns } from '#chat/ports.ts';
import { bytesInBatch, maxBatch, maxBatchBytes } from '#chat/posting/batch-budget.ts';
import type { Draft, Millis } from '#chat/event.ts';

/**
 * The order of a single node. A batch is what was published within one turn of the event loop, or while the last one
 * was being made durable. What waits here is bounded by those who publish: it is part of what they have under way.
 *
 * One follower; its places are seqs, and go on from the `after` it names.
 */
export function localBus(turns: Pick<WorkTurns, 'next'> = immediates): Bus {
  const turn = (): Promise<void> => new Promise((resolve) => turns.next(resolve, batchTime));
  let waiting: (readonly Draft[])[] = [];
  let publishers: (() => void)[] = [];
  /** Wakes a follower that has nothing to apply. */
  let wake: (() => void) | undefined;

  function sleep(): Promise<void> {
    return new Promise((resolve) => {
      wake = () => {
        wake = undefined;
        resolve();
      };
    });
  }

  /** Publishing is called at the latest moment, so that the batch is chosen from all drafts that wait. */
  function fill(): void {
    if (publishers.length === 0) return;
    const called = publishers;
    publishers = [];
    for (const publish of called) publish();
  }

  function take(after: BusPlace): readonly Bundle[] {
    const count = batchOf(waiting);
    const taken = count < waiting.length ? waiting.splice(0, count) : waiting;
    if (taken === waiting) waiting = [];
    let place = after;
    return taken.map((drafts) => ({ place: (place += drafts.length), drafts }));
  }

  return {
    whenReady(publish) {
      publishers.push(publish);
      wake?.();
    },
    publish(drafts) {
      waiting.push(drafts);
      wake?.();
      return undefined;
    },
    async follow(after, apply, signal) {
      let place = after;
      signal.addEventListener('abort', () => wake?.(), { once: true });
      while (!signal.aborted) {
        if (waiting.length === 0 && publishers.length === 0) {
          await sleep();
          // Drafts that still come in this turn share the batch.
          await turn();
          continue;
        }
        fill();
        if (waiting.length === 0) continue;
        const batch = take(place);
        place = batch.at(-1)?.place ?? place;
        const done = apply(batch);
        // Even without anything to wait for, the next turn's drafts must get the chance to arrive.
        await (done ?? turn());
      }
    },
  };
}

/** About how long judging and storing a batch takes where there are many drafts, in ms. */
const batchTime: Millis = 6;

const immediates: Pick<WorkTurns, 'next'> = { next: (call) => void setImmediate(call) };

/** How many of the waiting bundles make the next batch: at least one, and no more than may be written at a time. */
function batchOf(waiting: readonly (readonly Draft[])[]): number {
  if (waiting.length === 1) return 1;
  let [drafts, bytes] = [0, 0];
  for (const [count, bundle] of waiting.entries()) {
    drafts += bundle.length;
    for (const { event } of bundle) bytes += bytesInBatch(event);
    if (drafts > maxBatch || bytes > maxBatchBytes) return Math.max(1, count);
  }
  return waiting.length;
}
