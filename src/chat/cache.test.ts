import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cache } from './cache.ts';

test('a cache forgets the oldest key, whatever was deleted, cleared and set again before', () => {
  const key = fc.integer({ min: 0, max: 12 });
  const steps = fc.array(
    fc.oneof(
      key,
      key.map((each) => ({ delete: each })),
      fc.constant('clear' as const),
    ),
    {
      maxLength: 200,
    },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), steps, (limit, all) => {
      const cache = new Cache<number, number>(limit);
      /** Keys in the order in which they came. */
      let model: number[] = [];
      for (const [nth, step] of all.entries()) {
        if (step === 'clear') {
          cache.clear();
          model = [];
        } else if (typeof step === 'object') {
          cache.delete(step.delete);
          model = model.filter((each) => each !== step.delete);
        } else {
          cache.set(step, nth);
          if (!model.includes(step)) model.push(step);
          model = model.slice(-limit);
          if (model.includes(step)) assert.equal(cache.get(step), nth);
        }
        for (let each = 0; each <= 12; each++) assert.equal(cache.get(each) !== undefined, model.includes(each));
        assert.equal(cache.size, model.length);
      }
    }),
  );
});

test('a cache still forgets keys after all keys were deleted', () => {
  const cache = new Cache<number, string>(2);
  for (let round = 0; round < 3; round++) {
    for (let key = 0; key < 10; key++) cache.set(key, 'x');
    assert.deepEqual([cache.size, cache.get(7), cache.get(8), cache.get(9)], [2, undefined, 'x', 'x']);
    for (let key = 0; key < 10; key++) cache.delete(key);
  }
});
