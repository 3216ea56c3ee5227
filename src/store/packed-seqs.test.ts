import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Packed, Packer, runBytes, unpack } from './packed-seqs.ts';

/** Rising, without repetitions, some of them far apart. */
const gap = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 ** 40 }));
const rising = fc.array(gap, { maxLength: 1200, size: 'max' }).map((gaps) => {
  let seq = 0;
  return gaps.map((each) => (seq += each));
});

function pack(seqs: readonly number[], from?: Packed): readonly Packed[] {
  const runs: Packed[] = [];
  const packer = new Packer((run) => runs.push(run));
  if (from) packer.resume(from);
  for (const seq of seqs) packer.add(seq);
  packer.end();
  return runs;
}

test('what was packed is unpacked as it was, in runs of bounded length', () => {
  fc.assert(
    fc.property(rising, (seqs) => {
      const runs = pack(seqs);
      assert.deepEqual(runs.flatMap(unpack), seqs);
      for (const [nth, { gaps }] of runs.entries()) {
        assert.ok(gaps.length < runBytes + 8);
        assert.ok(nth === runs.length - 1 || gaps.length >= runBytes);
      }
    }),
  );
});

test('a run that was gone on with is as if it had been packed at once', () => {
  fc.assert(
    fc.property(rising, fc.nat(1200), (seqs, cut) => {
      const before = pack(seqs.slice(0, cut));
      const last = before.at(-1);
      const resumed = last && last.gaps.length < runBytes ? last : undefined;
      const rest = pack(seqs.slice(cut), resumed);
      assert.deepEqual([...before.slice(0, resumed ? -1 : undefined), ...rest], pack(seqs));
    }),
  );
});

test('seqs as high as numbers are exact', () => {
  const seqs = [1, 2 ** 31 + 5, 2 ** 53 - 2, 2 ** 53 - 1];
  assert.deepEqual(pack(seqs).flatMap(unpack), seqs);
});
