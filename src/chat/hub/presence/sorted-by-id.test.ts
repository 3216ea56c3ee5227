import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { SortedById } from './sorted-by-id.ts';

test('a list by id finds, adds and removes as a map does, and is in order', () => {
  // Enough for several arrays of four, which are divided and joined.
  const deeds = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 })), { minLength: 100, maxLength: 300 });
  fc.assert(
    fc.property(deeds, (all) => {
      const [list, map] = [new SortedById<{ readonly id: number }>(4), new Map<number, { readonly id: number }>()];
      for (const [adds, id] of all) {
        if (!adds) {
          list.remove(id);
          map.delete(id);
        } else if (!map.has(id)) {
          const item = { id };
          list.add(item);
          map.set(id, item);
        }
        for (let each = 0; each <= 41; each++)
          if (list.get(each) !== map.get(each)) assert.fail(`found another ${each}`);
        assert.equal(list.size, map.size);
        assert.deepEqual(
          list.items,
          [...map.values()].sort((one, other) => one.id - other.id),
        );
      }
    }),
    { numRuns: 20 },
  );
});
