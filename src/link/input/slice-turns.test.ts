import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Sliced, SliceTurns } from './slice-turns.ts';

test('input is parsed for a few ms in each turn, of each network in turn, until there is no more', () => {
  let now = 0;
  const later: (() => void)[] = [];
  const time = (): number => now;
  const turns = new SliceTurns({ next: (call) => void later.push(call), allows: (most) => most }, time, time);
  const parsed: string[] = [];
  const input = (name: string, network: string, slices: number): Sliced => ({
    network,
    next() {
      now += 2;
      parsed.push(name);
      return --slices > 0;
    },
    took: (ms) => assert.equal(ms, 2),
  });
  const turn = (): readonly string[] => {
    const [call] = later.splice(0);
    parsed.length = 0;
    call?.();
    return [...parsed];
  };
  const gone = input('gone', 'flood', 9);
  for (const each of [input('a', 'flood', 3), input('b', 'flood', 3), gone, input('calm', 'calm', 1)])
    turns.enter(each);
  assert.deepEqual(parsed, ['a', 'a'], 'the turn has 4 ms');
  turns.leave(gone);
  assert.deepEqual(turn(), ['a', 'calm']);
  assert.deepEqual(turn(), ['b', 'b']);
  assert.deepEqual(turn(), ['b']);
  assert.deepEqual(turn(), []);
  turns.enter(input('later', 'calm', 1));
  assert.deepEqual(parsed, ['later'], 'at once, where the turn has time');
});

test('time in which the thread had no core is not counted for an input', () => {
  const time = { now: 0, cpu: 500 };
  const turns = new SliceTurns(
    { next: () => {}, allows: () => 1000 },
    () => time.now,
    () => time.cpu,
  );
  const counted: number[] = [];
  const parse = (ms: number, cpu: number): void =>
    turns.enter({
      network: 'a',
      next() {
        time.now += ms;
        time.cpu += cpu;
        return false;
      },
      took: (took) => counted.push(took),
    });
  for (const [ms, cpu] of [
    [20, 1],
    [20, 1],
    [0.5, 0.5],
    [20, 2],
  ] as const)
    parse(ms, cpu);
  // Nothing was known before the first; the last one includes the short one, of which it was not asked.
  assert.deepEqual(counted, [20, 1, 0.5, 2.5]);
});

test('an error thrown by one input is reported, and the others go on', () => {
  const turns = new SliceTurns({ next: () => {}, allows: (most) => most }, () => 0);
  const parsed: string[] = [];
  assert.throws(() =>
    turns.enter({
      network: 'a',
      next() {
        throw new Error('ours');
      },
    }),
  );
  turns.enter({ network: 'a', next: () => parsed.push('next') > 1 });
  assert.deepEqual(parsed, ['next']);
});
