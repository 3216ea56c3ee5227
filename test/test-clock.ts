import type { Clock } from '#chat/ports.ts';

/** A clock that stands until it is told to go on. */
export interface TestClock extends Clock {
  /** Goes on by this many ms, calling on the way what was due, each followed by a turn of the event loop. */
  pass(ms: number): Promise<void>;
  /** Is put to another time, as an operator or a time server does; what is due comes when it would have come. */
  set(time: number): void;
}

interface Due {
  readonly at: number;
  readonly call: () => void;
}

export function createTestClock(start: number = Date.UTC(2026, 10, 20, 21, 31)): TestClock {
  let now = start;
  /** By how much it was put ahead of the time that has passed. */
  let ahead = 0;
  const dues = new Set<Due>();

  const next = (until: number): Due | undefined => {
    let first: Due | undefined;
    for (const due of dues) if (due.at <= until && (!first || due.at < first.at)) first = due;
    return first;
  };

  return {
    now: () => now + ahead,
    elapsed: () => now - start,
    after(ms, call) {
      const due: Due = { at: now + ms, call };
      dues.add(due);
      return () => void dues.delete(due);
    },
    async pass(ms) {
      const until = now + ms;
      for (let due = next(until); due; due = next(until)) {
        now = due.at;
        dues.delete(due);
        due.call();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = until;
    },
    set(time) {
      ahead = time - now;
    },
  };
}
