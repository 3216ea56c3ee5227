import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leastTime, longWork, LoopTurns, maxLeft, workTime } from './loop-turns.ts';

interface Scene {
  readonly turns: LoopTurns;
  readonly worked: string[];
  turn(): void;
  /** Some work takes this many ms, in its own turn. */
  work(ms: number): void;
  /** Something takes so many ms in this turn, while input is read. */
  take(ms: number): void;
}

function scene(): Scene {
  const later: (() => void)[] = [];
  const then: (() => void)[] = [];
  let now = 0;
  const turns = new LoopTurns(
    (run) => void later.push(run),
    () => now,
    (run) => void then.push(run),
  );
  return {
    turns,
    worked: [],
    work(ms) {
      turns.next(() => (now += ms));
      this.turn();
    },
    take(ms) {
      turns.worked();
      now += ms;
    },
    turn() {
      try {
        for (const run of later.splice(0)) run();
      } finally {
        for (let run = then.shift(); run; run = then.shift()) run();
      }
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

test('if connections come in every turn, work still gets a turn now and then', () => {
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
    assert.equal(turns, maxLeft + 1);
  }
});

test('what cannot be divided waits for the next turn if there is no time for it, but no longer; all else goes on in each turn', () => {
  const { turns, worked, take, turn } = scene();
  const again = (): void => {
    worked.push('a little');
    turns.next(again);
  };
  turns.next(() => worked.push('costly'), 4);
  again();
  take(workTime - 3);
  turn();
  assert.deepEqual(worked.splice(0), ['a little', 'a little']);
  take(workTime);
  turn();
  assert.deepEqual(worked.splice(0), ['costly', 'a little']);
  turns.next(() => worked.push('costly'), 4);
  turn();
  assert.deepEqual(worked.splice(0).sort(), ['a little', 'costly'], 'where there is time, it is called at once');
});

test('work of one kind may take less in a turn that has worked long, but always a little', () => {
  const { turns, take, turn } = scene();
  assert.equal(turns.allows(3), 3);
  take(workTime - 2);
  assert.equal(turns.allows(3), 2);
  take(workTime);
  assert.equal(turns.allows(3), leastTime);
  turn();
  assert.equal(turns.allows(3), 3, 'another turn');
});
