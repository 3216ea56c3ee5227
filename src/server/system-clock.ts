import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after that many ms, by a separate timer: batches are never paced by a test's clock. */
export const pause = (ms: Millis): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
