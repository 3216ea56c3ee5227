import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { plays } from '../../../test/plays.ts';
import { ControlledQueue } from './controlled-queue.suite.ts';
import { laneNames, type PasswordWork, type Throttle } from './password-work.ts';

/** A throttle that lets work begin one after the other, and delays it when the play says so. */
class PlayedThrottle implements Throttle {
  readonly key: string;
  readonly maxWaiting = 4;
  readonly #asked: () => void;
  delayedUntil = 0;

  constructor(key: string, asked: () => void) {
    this.key = key;
    this.#asked = asked;
  }

  notBefore(): number {
    this.#asked();
    return this.delayedUntil;
  }

  concurrency(): number {
    return 1;
  }
}

const adding = fc.record({
  does: fc.constant('add' as const),
  lane: fc.constantFrom('login' as const, 'login' as const, ...laneNames),
  network: fc.nat(2),
  throttles: fc.subarray([0, 1, 2]),
  refusedIfDelayed: fc.boolean(),
});
const finishing = fc.record({ does: fc.constant('finish' as const), nth: fc.nat(1) });
const other = fc.record({
  does: fc.constantFrom('drop' as const, 'dropDelayed' as const, 'delay' as const, 'pass' as const),
  nth: fc.nat(30),
  ms: fc.constantFrom(1, 100, 3000),
});
const steps = fc.array(
  fc.oneof({ weight: 5, arbitrary: adding }, { weight: 5, arbitrary: finishing }, { weight: 2, arbitrary: other }),
  { minLength: 10, maxLength: 40 },
);

test('in any order of events, all work is begun or refused, and each event costs little', async () => {
  const play = fc.asyncProperty(steps, async (played) => {
    let asked = 0;
    const controlled = new ControlledQueue();
    const { clock, queue, begun, refused, running } = controlled;
    const throttles = ['a', 'b', 'c'].map((key) => new PlayedThrottle(key, () => asked++));
    const works: PasswordWork[] = [];
    const check = (): void => {
      assert.ok(controlled.running.length <= 2);
      assert.ok(asked <= 20 + 20 * works.length, `asked ${asked} times with ${works.length} pieces of work`);
      asked = 0;
    };
    for (const step of played) {
      if (step.does === 'add') {
        const { network, lane, refusedIfDelayed } = step;
        const under = throttles.filter((_, n) => step.throttles.includes(n));
        works.push(controlled.add(`${works.length}`, `${network}`, lane, under, refusedIfDelayed));
      } else if (step.does === 'finish') await controlled.finish(controlled.running[step.nth] ?? '');
      else if (step.does === 'pass') await clock.pass(step.ms);
      else if (step.does === 'delay')
        (throttles[step.nth % 3] ?? assert.fail()).delayedUntil = clock.elapsed() + step.ms;
      else if (works[step.nth]) queue[step.does](works[step.nth] ?? assert.fail());
      check();
    }
    await clock.pass(3200);
    for (let n = 0; n <= works.length; n++) {
      await controlled.finish(controlled.running[0] ?? '');
      check();
    }
    assert.deepEqual(running, []);
    assert.deepEqual([...begun, ...refused].sort(), works.map((_, n) => `${n}`).sort());
    await clock.pass(60_000);
    assert.equal(asked, 0, 'no timer is left');
  });
  await fc.assert(play, { numRuns: plays(500) });
});
