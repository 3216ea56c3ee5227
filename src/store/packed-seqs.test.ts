import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFull, type Packed, Packer, runBytes, unpack } from './packed-seqs.ts';
import { remark, unmark } from './packed-marks.ts';

interface Marked {
  readonly seq: number;
  readonly mark: number;
}

/** Rising seqs without repetitions, some far apart; a few marks repeat often. */
const gap = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 ** 40 }));
const mark = fc.oneof(fc.nat(5), fc.nat(300), fc.maxSafeNat());
const rising = fc.array(fc.tuple(gap, mark), { maxLength: 1200, size: 'max' }).map((gaps) => {
  let seq = 0;
  return gaps.map(([each, of]): Marked => ({ seq: (seq += each), mark: of }));
});

function pack(entries: readonly Marked[], from?: Packed): readonly Packed[] {
  const runs: Packed[] = [];
  const packer = new Packer(({ first, gaps, marks }) => runs.push({ first, gaps: gaps.slice(), marks: marks.slice() }));
  if (from) packer.resume(from);
  for (const each of entries) packer.add(each.seq, each.mark);
  packer.end();
  return runs;
}

const unpacked = (run: Packed): readonly Marked[] => {
  const marks = unmark(run.marks);
  return unpack(run).map((seq, nth) => ({ seq, mark: marks[nth] ?? -1 }));
};

test('packed seqs are unpacked unchanged, in runs of bounded length', () => {
  fc.assert(
    fc.property(rising, (entries) => {
      const runs = pack(entries);
      assert.deepEqual(runs.flatMap(unpacked), entries);
      for (const [nth, run] of runs.entries()) {
        assert.ok(run.gaps.length + run.marks.length < runBytes + 24);
        assert.ok(nth === runs.length - 1 || isFull(run));
      }
    }),
  );
});

test('a run that was continued equals one that was packed at once', () => {
  fc.assert(
    fc.property(rising, fc.nat(1200), (entries, cut) => {
      const before = pack(entries.slice(0, cut));
      const last = before.at(-1);
      const resumed = last && !isFull(last) ? last : undefined;
      const rest = pack(entries.slice(cut), resumed);
      assert.deepEqual([...before.slice(0, resumed ? -1 : undefined), ...rest], pack(entries));
    }),
  );
});

test('one mark of a run can be changed', () => {
  fc.assert(
    fc.property(fc.array(mark, { minLength: 1, maxLength: 300 }), fc.nat(299), mark, (marks, at, other) => {
      const changed = marks.with(at % marks.length, other);
      assert.deepEqual(unmark(remark(marks)), marks);
      assert.deepEqual(unmark(remark(changed)), changed);
    }),
  );
});

test('seqs up to the largest safe integer are exact', () => {
  const seqs = [1, 2 ** 31 + 5, 2 ** 53 - 2, 2 ** 53 - 1];
  assert.deepEqual(pack(seqs.map((seq) => ({ seq, mark: seq }))).flatMap(unpack), seqs);
});
