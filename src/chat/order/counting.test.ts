import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { formatCursor, parseCursor } from '#chat/cursor.ts';
import { SettledNumbers } from './settled-numbers.ts';

describe('a cursor', () => {
  test('is read as it was written', () => {
    const epochs = fc.stringMatching(/^[0-9a-z]{1,32}$/);
    const cursors = fc.record({ epoch: epochs, seq: fc.nat({ max: 999_999_999_999_999 }) }, { noNullPrototype: true });
    fc.assert(
      fc.property(cursors, (cursor) => assert.deepEqual(parseCursor(formatCursor(cursor)), cursor)),
      { seed: 3 },
    );
  });

  for (const text of [
    '',
    ':',
    'a:',
    ':1',
    'a:1:2',
    'a:-1',
    'a:1.5',
    'a:1e3',
    'A:1',
    'a b:1',
    'a:1 ',
    'a:1\n',
    'a:0x1',
  ]) {
    test(`is not ${JSON.stringify(text)}`, () => assert.equal(parseCursor(text), undefined));
  }

  test('counts no further than numbers do', () => {
    assert.equal(parseCursor(`a:${'9'.repeat(16)}`), undefined);
    assert.equal(parseCursor(`${'a'.repeat(33)}:1`), undefined);
  });
});

describe('settled numbers', () => {
  const deeds = fc.array(
    fc.oneof(
      fc.record({ add: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ raise: fc.integer({ min: 0, max: 30 }) }),
    ),
  );

  test('contain what was added or passed, and keep no more than necessary', () => {
    fc.assert(
      fc.property(deeds, (done) => {
        const settled = new SettledNumbers();
        const known = new Set<number>();
        for (const deed of done) {
          if ('add' in deed) {
            settled.add(deed.add);
            known.add(deed.add);
          } else {
            settled.raise(deed.raise);
            for (let n = 1; n <= deed.raise; n++) known.add(n);
          }
        }
        for (let n = 1; n <= 40; n++) assert.equal(settled.has(n), known.has(n), `${n}`);
        assert.ok(!settled.beyond.has(settled.upto + 1));
        for (const n of settled.beyond) assert.ok(n > settled.upto);
        const again = new SettledNumbers(settled.upto, settled.beyond);
        for (let n = 1; n <= 40; n++) assert.equal(again.has(n), known.has(n), `${n} again`);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});
