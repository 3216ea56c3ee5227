import type { Millis } from '#chat/event.ts';
import type { Outcome } from '#chat/outcome.ts';

/** What happens to a batch. Between `judged` and `deliver` it becomes durable: that keeps nobody busy. */
export interface BatchSteps {
  batchBegins(): void;
  judged(outcomes: readonly Outcome[]): void;
  /** Returns how many sessions were written to. */
  deliver(outcomes: readonly Outcome[]): number;
}

/** The same steps; `took` is told how many drafts were in each batch, and how long it kept the event loop busy. */
export function timedBatches(
  steps: BatchSteps,
  elapsed: () => Millis,
  took: (drafts: number, time: Millis) => void,
): BatchSteps {
  let [began, judging] = [0, 0];
  return {
    batchBegins() {
      began = elapsed();
      steps.batchBegins();
    },
    judged(outcomes) {
      steps.judged(outcomes);
      judging = elapsed() - began;
    },
    deliver(outcomes) {
      const delivering = elapsed();
      const writes = steps.deliver(outcomes);
      took(outcomes.length, judging + elapsed() - delivering);
      return writes;
    },
  };
}
