import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { plays } from '../../test/plays.ts';
import { DeficitRoundRobin, type TurnTaker } from './deficit-round-robin.ts';

class Taker implements TurnTaker<Taker> {
  nextInTurn: Taker | undefined = undefined;
  previousInTurn: Taker | undefined = undefined;
  /** How often its credit was looked at. */
  looks = 0;
  readonly name: number;
  #credit = 0;

  constructor(name: number) {
    this.name = name;
  }

  get credit(): number {
    this.looks++;
    return this.#credit;
  }

  set credit(credit: number) {
    this.#credit = credit;
  }
}

/** Goes from one to the next until one has credit. */
class PlainRounds {
  readonly #waiting: { readonly name: number; credit: number }[] = [];

  add(name: number): void {
    this.#waiting.push({ name, credit: 100 });
  }

  take(cost: number): number | undefined {
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      if (first.credit > 0) {
        first.credit -= cost;
        return first.name;
      }
      first.credit += 100;
      this.#waiting.push(...this.#waiting.splice(0, 1));
    }
    return undefined;
  }

  remove(name: number): void {
    this.#waiting.splice(
      this.#waiting.findIndex((each) => each.name === name),
      1,
    );
  }
}

test('turns are those of rounds one after the other, whatever a piece of work costs', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ cost: fc.constantFrom(1, 99, 100, 101, 250, 5000, 123_456) }) },
    { weight: 1, arbitrary: fc.record({ name: fc.nat(9) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const [queue, plain] = [new DeficitRoundRobin<Taker>(100), new PlainRounds()];
      const takers = new Map<number, Taker>();
      for (const each of steps) {
        if ('cost' in each) {
          const { current } = queue;
          if (current) current.credit -= each.cost;
          assert.equal(current?.name, plain.take(each.cost));
          continue;
        }
        const { name } = each;
        const taker = takers.get(name);
        if (taker) {
          queue.remove(taker);
          plain.remove(name);
          takers.delete(name);
        } else {
          const added = new Taker(name);
          takers.set(name, added);
          queue.add(added);
          plain.add(name);
        }
        assert.equal(queue.empty, takers.size === 0);
      }
    }),
    { numRuns: plays(100) },
  );
});

test('the next one is found with a few looks at each, however much all of them owe', () => {
  const queue = new DeficitRoundRobin<Taker>(256);
  const takers = Array.from({ length: 100 }, (_, name) => new Taker(name));
  for (const taker of takers) {
    queue.add(taker);
    taker.credit = -1e9 - taker.name;
    taker.looks = 0;
  }
  assert.equal(queue.current, takers[0]);
  assert.ok(takers.every(({ looks }) => looks < 10));
});
