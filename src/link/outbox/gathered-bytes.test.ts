import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GatheredBytes } from './gathered-bytes.ts';

test('pieces are handed over as one, and take the memory of their bytes', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 200 }));
  fc.assert(
    fc.property(pieces, pieces, (...runs) => {
      const gathered = new GatheredBytes();
      for (const run of runs) {
        for (const piece of run) gathered.add(piece);
        const all = Buffer.concat(run);
        assert.equal(gathered.isEmpty, all.length === 0);
        assert.ok(gathered.memory <= Math.max(64, 2 * all.length));
        assert.deepEqual(Buffer.from(gathered.take()), all);
        assert.deepEqual([gathered.isEmpty, gathered.memory], [true, 0]);
      }
    }),
  );
});
