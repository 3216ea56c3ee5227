import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DatagramTurns, maxWaiting } from './datagram-turns.ts';

/** An event loop that the test advances; each datagram takes half a millisecond, after a promise. */
class Loop {
  readonly handled: string[] = [];
  #now = 0;
  #next: (() => void)[] = [];
  #then: (() => void)[] = [];
  readonly turns = new DatagramTurns({
    elapsed: () => this.#now,
    turns: { next: (run) => this.#next.push(run), allows: (most) => most },
    thenRun: (run) => this.#then.push(run),
  });

  come(network: string, count: number, bytes = 1, isKnown = true): readonly boolean[] {
    return Array.from({ length: count }, (_, nth) => {
      const handle = (): void => {
        this.#now += 0.5;
        this.handled.push(`${network}${nth}`);
      };
      return this.turns.enter(network, bytes, handle, isKnown);
    });
  }

  write(network: string, label: string): void {
    this.turns.write(network, () => {
      this.#now += 0.5;
      this.handled.push(label);
    });
  }

  /** What follows in this turn. */
  settle(): void {
    for (let run = this.#then.shift(); run; run = this.#then.shift()) run();
  }

  turn(): readonly string[] {
    const before = this.handled.length;
    for (const run of this.#next.splice(0)) run();
    this.settle();
    return this.handled.slice(before);
  }
}

test('datagrams take a bounded time in a turn, and each network is next in turn', () => {
  const loop = new Loop();
  loop.come('a', 100);
  loop.settle();
  assert.deepEqual(loop.handled, ['a0', 'a1', 'a2', 'a3']);
  loop.come('b', 2);
  loop.settle();
  assert.equal(loop.handled.length, 4);
  assert.deepEqual(loop.turn(), ['a4', 'b0', 'a5', 'b1']);
  while (loop.turn().length > 0);
  assert.deepEqual([loop.handled.length, loop.handled.at(-1)], [102, 'a99']);
});

test('writes take their turns with datagrams, keep their order, and none is lost', () => {
  const loop = new Loop();
  const write = (label: string): void => loop.write('a', label);
  loop.come('a', 1);
  for (let nth = 0; nth < 6; nth++) write(`w${nth}`);
  loop.come('a', 1, maxWaiting);
  write('w6');
  loop.settle();
  assert.deepEqual(loop.handled, ['a0', 'w0', 'w1', 'w2']);
  loop.come('b', 1);
  assert.deepEqual(loop.turn(), ['w3', 'b0', 'w4', 'w5']);
  assert.deepEqual(loop.turn(), ['a0', 'w6']);
});

test('what waits is bounded for each network and for all, and what was handled waits no more', () => {
  const loop = new Loop();
  const half = maxWaiting / 2;
  // The first one is handled at once, and the next three of this turn.
  assert.deepEqual(loop.come('a', 4, half), [true, true, true, false]);
  assert.deepEqual(loop.come('b', 1, half), [true]);
  for (let network = 0; network < 100; network++) loop.come(`n${network}`, 2, half);
  assert.deepEqual(loop.come('late', 1), [false]);
  loop.settle();
  assert.deepEqual(loop.come('late', 1), [true]);
});

test('networks without a connection have a quarter of the time while others wait', () => {
  const loop = new Loop();
  for (let network = 0; network < 50; network++) loop.come(`new${network}-`, 1, 1, false);
  loop.settle();
  loop.come('a', 9);
  const handled = [...loop.turn(), ...loop.turn(), ...loop.turn()];
  assert.equal(handled.filter((each) => each.startsWith('a')).length, 9);
  assert.equal(handled.filter((each) => each.startsWith('new')).length, 3);
  assert.deepEqual(
    loop.turn().map((each) => each.slice(0, 3)),
    ['new', 'new', 'new', 'new'],
    'and all of it when nobody else waits',
  );
});
