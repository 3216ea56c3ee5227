import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import { afterPromises, loopTurns } from '#link/input/loop-turns.ts';
import { timerTurns } from './timer-turns.ts';

const elapsed = (): Millis => performance.now();
const inTurns = timerTurns({
  elapsed,
  allows: loopTurns.allows,
  nextTurn: loopTurns.next,
  thenRun: afterPromises,
});

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed,
  after(ms, call) {
    let cancel: (() => void) | undefined;
    const timer = setTimeout(() => (cancel = inTurns(call)), ms);
    return () => {
      clearTimeout(timer);
      cancel?.();
    };
  },
};

/** Resolves after this many ms, by a separate timer: a test's clock does not delay batches. */
export const pause = (ms: Millis): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
