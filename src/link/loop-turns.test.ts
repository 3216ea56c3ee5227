import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longWork, LoopTurns, mostLeft } from './loop-turns.ts';

interface Scene {
  readonly turns: LoopTurns;
  readonly worked: string[];
  turn(): void;
  /** Some work takes this many ms, in its own turn. */
  work(ms: number): void;
}

function scene(): Scene {
  const later: (() => void)[] = [];
  let now = 0;
  const turns = new LoopTurns(
    (run) => void later.push(run),
    () => now,
  );
  return {
    turns,
    worked: [],
    work(ms) {
      turns.next(() => (now += ms));
      this.turn();
    },
    turn() {
      for (const run of later.splice(0)) run();
    },
  };
}

test('work goes on in the next turn, each call once', () => {
  const { turns, worked, turn } = scene();
  turns.next(() => {
    worked.push('first');
    turns.next(() => worked.push('again'));
  });
  turns.next(() => worked.push('second'));
  assert.deepEqual(worked, []);
  turn();
  assert.deepEqual(worked, ['first', 'second']);
  turn();
  assert.deepEqual(worked, ['first', 'second', 'again']);
  turn();
  assert.equal(worked.length, 3);
});

test('an error of one call does not keep the others from being made', () => {
  const { turns, worked, turn } = scene();
  turns.next(() => {
    throw new Error('broken');
  });
  turns.next(() => worked.push('other'));
  assert.throws(turn, /broken/);
  turn();
  assert.deepEqual(worked, ['other']);
});

test('after long work, turns in which connections come are left to them, and work goes on after the last one', () => {
  const play = scene();
  play.work(longWork);
  play.turns.next(() => play.worked.push('work'));
  for (let nth = 0; nth < 3; nth++) {
    play.turns.arrived();
    play.turn();
    assert.deepEqual(play.worked, []);
  }
  play.turn();
  assert.deepEqual(play.worked, ['work']);
  // It was short.
  play.turns.next(() => play.worked.push('more'));
  play.turns.arrived();
  play.turn();
  assert.deepEqual(play.worked, ['work', 'more']);
});

test('connections that come in every turn leave a turn for work now and then', () => {
  const play = scene();
  for (let round = 0; round < 10; round++) {
    play.work(longWork);
    play.turns.next(() => play.worked.push('work'));
    let turns = 0;
    while (play.worked.length === round) {
      play.turns.arrived();
      play.turn();
      turns++;
    }
    assert.equal(turns, mostLeft + 1);
  }
});
