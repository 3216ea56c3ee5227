import assert from 'node:assert/strict';
import { test } from 'node:test';

import { timersTime, timerTurns } from './timer-turns.ts';

/** An event loop that the test advances; each call takes 1 ms. */
class Loop {
  readonly made: number[] = [];
  #now = 0;
  #next: (() => void)[] = [];
  #then: (() => void)[] = [];
  readonly inTurns = timerTurns({
    elapsed: () => this.#now,
    allows: (most) => most,
    nextTurn: (run) => this.#next.push(run),
    thenRun: (run) => this.#then.push(run),
  });

  /** Lets timers with these numbers expire; returns functions that cancel them. */
  expire(...numbers: readonly number[]): (() => void)[] {
    return numbers.map((number) => this.inTurns(() => this.call(number)));
  }

  call(number: number): void {
    this.#now++;
    this.made.push(number);
  }

  turn(): void {
    for (const run of this.#next.splice(0)) run();
    for (let run = this.#then.shift(); run; run = this.#then.shift()) run();
  }
}

const upto = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

test('expired timers take a bounded time in one turn, and none is lost', () => {
  const loop = new Loop();
  loop.expire(...upto(100));
  for (let made = 0; made < 100; loop.turn()) {
    const now = loop.made.length - made;
    assert.ok(now > 0 && now <= timersTime + 1, `${now} calls in one turn`);
    made += now;
  }
  assert.deepEqual(loop.made, upto(100));
});

test('a timer that expires meanwhile runs after the waiting ones', () => {
  const loop = new Loop();
  loop.expire(...upto(10));
  assert.equal(loop.made.length, timersTime + 1);
  loop.expire(10);
  loop.turn();
  loop.turn();
  assert.deepEqual(loop.made, upto(11));
});

test('the first one of a turn is called at once', () => {
  const loop = new Loop();
  loop.expire(0);
  assert.deepEqual(loop.made, [0]);
  loop.turn();
  loop.expire(1);
  assert.deepEqual(loop.made, [0, 1]);
});

test('one that waits can be cancelled', () => {
  const loop = new Loop();
  const cancels = loop.expire(...upto(9));
  cancels[7]?.();
  loop.turn();
  assert.deepEqual(loop.made, [0, 1, 2, 3, 4, 5, 6, 8]);
});

test('a call that throws costs no other its turn', () => {
  const loop = new Loop();
  loop.expire(...upto(6));
  loop.inTurns(() => assert.fail('a bug'));
  loop.expire(7);
  assert.throws(() => loop.turn(), /a bug/);
  loop.turn();
  assert.equal(loop.made.at(-1), 7);
});
