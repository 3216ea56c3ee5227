import assert from 'node:assert/strict';
import { test } from 'node:test';

import { systemClock } from './system-clock.ts';
import { timersTime } from './timer-turns.ts';

/** Nothing else runs for a ms, or for longer on a slow machine. */
function work(): void {
  const end = performance.now() + 1;
  while (performance.now() < end);
}

test('what the calls of timers do after a promise counts to the time that calls may take in a turn', async () => {
  const calls = 60;
  let done = 0;
  const call = async (): Promise<void> => {
    await undefined;
    work();
    done++;
  };
  for (let nth = 0; nth < calls; nth++) systemClock.after(1, () => void call());
  let most = 0;
  while (done < calls) {
    const before = done;
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, done - before);
  }
  // Twice: after they have expired, and when those that wait go on.
  assert.ok(most <= 2 * (timersTime + 1), `${most} calls in one turn`);
});
