import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Sliced, SliceTurns } from './slice-turns.ts';

test('input is parsed for a few ms in each turn, of each network in turn, until there is no more', () => {
  let now = 0;
  const later: (() => void)[] = [];
  const turns = new SliceTurns({ next: (call) => void later.push(call), allows: (most) => most }, () => now);
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
