import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Entry } from '#chat/event.ts';
import { frameOf } from '#text/frames.ts';
import { JoinedBytes, maxRun } from './encoding.ts';
import type { Runs } from '#chat/hub/format.ts';

/** Messages may be in runs, `topic` is a frame of its own, and `joined` is not shown. */
const kinds = ['message', 'message', 'message', 'topic', 'joined'] as const;

const entry = (kind: (typeof kinds)[number], seq: number): Entry => {
  const event = kind === 'joined' ? ({ kind } as const) : ({ kind, text: 'x'.repeat(seq % 3) } as const);
  return { seq, id: `${seq}`, at: seq, from: { id: 1, name: 'alice' }, event };
};

const render = ({ event, seq }: Entry) => (event.kind === 'joined' ? undefined : frameOf(`${seq} `));
const runs: Runs = {
  takes: ({ event }) => event.kind === 'message',
  render: (entries) => ({
    head: frameOf(`${entries.length}(`),
    parts: entries.map(({ seq }) => frameOf(`${seq}`)),
    tail: frameOf(') '),
  }),
};

const textOf = (items: readonly unknown[]): string =>
  items.map((item) => (item instanceof Uint8Array ? Buffer.from(item).toString() : '?')).join('');

const scene = fc.array(fc.constantFrom(...kinds), { maxLength: 250 }).chain((list) =>
  fc.record({
    entries: fc.constant(list.map((kind, nth) => entry(kind, nth + 100))),
    from: fc.nat(list.length),
    to: fc.nat(list.length),
  }),
);

test('any part of a segment has its entries in order, whether they are in runs or not', () => {
  fc.assert(
    fc.property(scene, ({ entries, from, to }) => {
      const [inRuns, single] = [new JoinedBytes(entries, render, runs), new JoinedBytes(entries, render)];
      const seqs = (encoding: JoinedBytes): unknown =>
        textOf(encoding.part(from, to))
          .replaceAll(/\d+\(|\)/g, '')
          .match(/\d+/g);
      assert.deepEqual(seqs(inRuns), seqs(single));
      assert.deepEqual(inRuns.part(0, entries.length), inRuns.whole);
      assert.ok(inRuns.part(from, to).length <= 1);
    }),
  );
});

test('a run has two entries or more, and no more than may be in one', () => {
  const messages = (count: number): Entry[] => Array.from({ length: count }, (_, nth) => entry('message', nth));
  const whole = (entries: readonly Entry[]): string => textOf(new JoinedBytes(entries, render, runs).whole);
  assert.equal(whole(messages(1)), '0 ');
  assert.equal(whole([...messages(3), entry('topic', 3), entry('message', 4)]), '3(0,1,2) 3 4 ');
  assert.match(whole(messages(2 * maxRun + 1)), /^100\(0,[\d,]+,99\) 100\(100,[\d,]+,199\) 200 $/);
  const [middle] = new JoinedBytes(messages(4), render, runs).part(1, 3);
  assert.equal(textOf([middle]), '4(1,2) ');
});
