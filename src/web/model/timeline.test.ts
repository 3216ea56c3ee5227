import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { alice, bob, carol, entry, message, minute } from './a-chat.suite.ts';
import { type Outbox, parseOutbox } from './outbox.ts';
import { type Row, rowsOf, type Scene } from './rows.ts';
import {
  emptyTimeline,
  leftBehind,
  maxItems,
  maxItemsBehind,
  type Timeline,
  trimmed,
  withEarlier,
  withEntry,
  withLater,
  withStored,
} from './timeline.ts';

const part = (from: number, to: number, more: Partial<Timeline> = {}): Timeline => ({
  ...emptyTimeline,
  ...{ items: Array.from({ length: to - from + 1 }, (_, at) => message(from + at)), after: from - 1 },
  ...(more.later && { before: to + 1 }),
  ...more,
});
const ends = ({ items, earlier, later }: Timeline) => [items[0]?.seq, items.at(-1)?.seq, earlier, later];

suite('the part of a room that is loaded', () => {
  test('grows at either end, and drops what is far from it', () => {
    assert.deepEqual(ends(withEarlier(part(101, 350), part(1, 100))), [1, 300, false, true]);
    assert.deepEqual(ends(withLater(part(1, 250, { later: true }), part(251, 350))), [51, 350, true, false]);
    assert.deepEqual(ends(withLater(part(1, 2, { later: true }), part(2, 3))), [1, 3, false, false]);
  });
  test('follows new messages, and keeps what a reader of older ones looks at', () => {
    let followed = part(1, maxItems);
    let behind = part(1, maxItems);
    for (let seq = maxItems + 1; seq <= maxItemsBehind + 1; seq++) {
      followed = withEntry(followed, message(seq), true);
      behind = withEntry(behind, message(seq), false);
    }
    assert.deepEqual(ends(followed), [maxItemsBehind + 2 - maxItems, maxItemsBehind + 1, true, false]);
    assert.deepEqual(ends(behind), [1, maxItems, false, true]);
    assert.equal(withEntry(behind, message(9999), false), behind);
    assert.deepEqual(ends(trimmed(part(1, 400))), [101, 400, true, false]);
  });
  test('any pages and messages, in any order: in the order of seq, none twice, never too many', () => {
    const step = fc.tuple(fc.constantFrom('earlier', 'later', 'live'), fc.integer({ min: 1, max: 900 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let now = part(400, 450, { earlier: true, later: true });
        for (const [kind, seq, more] of steps) {
          if (kind === 'live') now = withEntry(now, message(now.after + seq), more);
          // A page is requested on a side with more entries, and begins where the last one ended.
          if (kind === 'earlier' && now.earlier)
            now = withEarlier(now, part(now.after - 99, now.after, { earlier: more }));
          if (kind === 'later' && now.later) now = withLater(now, part(now.before, now.before + 99, { later: more }));
          const seqs = now.items.map((item) => item.seq);
          assert.deepEqual(
            seqs,
            [...new Set(seqs)].toSorted((a, b) => a - b),
          );
          assert.ok(seqs.length <= maxItemsBehind);
        }
      }),
    );
  });
});

test('joins and leaves in a row count a tenth of a message, from either end', () => {
  const joins = Array.from({ length: 900 }, (_, at) => entry(1000 + at, { ...bob, id: at }, { kind: 'joined' }));
  const before = part(700, 999, { earlier: true });
  const kept = joins.reduce((now, each) => withEntry(now, each as Timeline['items'][number], true), before);
  // 900 joins count as much as 90 messages.
  assert.deepEqual([kept.items.length, kept.items[0]?.seq, kept.after], [1110, 790, 789]);
  const earlier = withEarlier(kept, part(400, 789, { earlier: true }));
  assert.deepEqual([earlier.items.length, earlier.items[0]?.seq, earlier.later], [300, 400, true]);
});

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const scene = (items: Timeline['items'], more: Partial<Scene> = {}): Scene => ({
  ...{ timeline: { ...emptyTimeline, items }, pending: [], self: alice, newAfter: undefined, ignored: [], dayOf },
  ...more,
});
const sketch = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) => {
    if (row.kind === 'message')
      return row.first ? `${row.message.from.name}: ${row.message.seq}` : String(row.message.seq);
    if (row.kind === 'joins-and-leaves') return `joins and leaves: ${row.entries.length}`;
    return row.kind === 'ignored' ? `ignored ${row.count}` : row.kind;
  });

suite('the rows that are shown', () => {
  test('one speaker is named once in five minutes, and again after somebody else', () => {
    const items = [message(1), message(2), message(3, carol), message(4), { ...message(5), at: minute(10) }];
    assert.deepEqual(sketch(rowsOf(scene(items))), ['day', 'bob: 1', '2', 'carol: 3', 'bob: 4', 'bob: 5']);
  });
  test('a bot of a speaker is named apart from it', () => {
    const by = { kind: 'bot', label: 'ci' } as const;
    const items = [message(1), message(2, bob, { by }), message(3, bob, { by }), message(4, bob)];
    assert.deepEqual(sketch(rowsOf(scene(items))), ['day', 'bob: 1', 'bob: 2', '3', 'bob: 4']);
  });
  test('a line before the first new message of somebody else, and a line before each day', () => {
    const items = [message(1), message(2, alice), message(3), { ...message(4), at: minute(1440) }];
    assert.deepEqual(sketch(rowsOf(scene(items, { newAfter: 1 }))), [
      'day',
      'bob: 1',
      'alice: 2',
      'new',
      'bob: 3',
      'day',
      'bob: 4',
    ]);
  });
  test('who came and went is one row', () => {
    const items = [1, 2, 3].map((seq) => entry(seq, bob, { kind: seq === 2 ? 'left' : 'joined' })) as Timeline['items'];
    assert.deepEqual(sketch(rowsOf(scene(items))), ['day', 'joins and leaves: 3']);
  });
  test('messages of people who are ignored are a number', () => {
    const invited = entry(4, bob, { kind: 'invited', user: carol }) as Timeline['items'][number];
    const items = [message(1), message(2), message(3, carol), invited];
    assert.deepEqual(sketch(rowsOf(scene(items, { ignored: [bob] }))), ['day', 'ignored 2', 'carol: 3']);
  });
  test('what a guest that came back had sent before stays, though its place is not loaded', () => {
    const behind = leftBehind(part(1, 2));
    const stored = withStored(behind, message(5, alice));
    assert.deepEqual([stored.items.map(({ seq }) => seq), stored.before, stored.later], [[1, 2, 5], 6, true]);
    assert.equal(withStored(stored, message(5, alice)), stored, 'once');
    const whole = part(1, 2);
    assert.equal(withStored(whole, message(5, alice)), whole);
  });
  test('what is under way is at the end, if the end is loaded', () => {
    const pending: Outbox = [{ once: 'a', room: 10, to: '#lobby', text: 'x', at: minute(2), state: 'sent' }];
    assert.deepEqual(sketch(rowsOf(scene([message(1)], { pending }))), ['day', 'bob: 1', 'pending']);
    const timeline = part(1, 1, { later: true });
    assert.deepEqual(sketch(rowsOf(scene([], { timeline, pending }))), ['day', 'bob: 1']);
  });
});

test('messages of the outbox that were kept over a reload wait again, and invalid ones are dropped', () => {
  const kept = [{ once: 'a', room: 1, to: '#lobby', text: 'x', at: 0, state: 'sent' }];
  assert.deepEqual(parseOutbox(JSON.stringify(kept)), [{ ...kept[0], state: 'waiting' }]);
  for (const text of [null, '', '{', '5', '[5, {"once": 1}]']) assert.deepEqual(parseOutbox(text), []);
  for (const wrong of [{ state: 'gone' }, { style: 'loud' }, { replyTo: '7' }, { error: 7 }, { to: undefined }])
    assert.deepEqual(parseOutbox(JSON.stringify([{ ...kept[0], ...wrong }])), []);
});
