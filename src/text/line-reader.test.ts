import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { type LineForm, LineReader, type LineTaker } from './line-reader.ts';

const most = 2000;

/** Takes lines until it pauses. */
class LineCollector implements LineTaker {
  /** `undefined`: a line that is too long. */
  readonly lines: (string | undefined)[] = [];
  likes: () => boolean = () => true;
  over = false;
  readonly reader: LineReader;

  constructor(form: LineForm = { most }) {
    this.reader = new LineReader(this, form);
  }

  get ready(): boolean {
    return this.likes();
  }

  take(line: string | undefined): void {
    this.lines.push(line);
  }

  /** Passes a chunk on as links do: bytes that were not taken are passed again. */
  hand(chunk: Uint8Array): void {
    for (let rest = chunk; rest.length > 0;) {
      const count = this.reader.take(rest);
      assert.ok(count >= 0 && count <= rest.length);
      rest = rest.subarray(count);
    }
  }
}

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** Bytes in pieces that end at these places. */
function cut(whole: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = [...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return ends.map((end, index) => whole.subarray(index === 0 ? 0 : ends[index - 1], end));
}

const line = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll(/[\r\n\x04]/g, ''));

test('lines are the same under every splitting, with any line end', () => {
  const ends = fc.constantFrom(['\n'], ['\r\n'], ['\x04', 0x04] as const);
  fc.assert(
    fc.property(ends, fc.array(line), line, fc.array(fc.nat()), ([text, end], lines, last, places) => {
      const collector = new LineCollector(end === undefined ? { most } : { most, end });
      for (const piece of cut(Buffer.from([...lines, last].join(text)), places)) collector.hand(piece);
      assert.equal(collector.reader.within, last !== '');
      collector.reader.cut();
      assert.deepEqual(collector.lines, last === '' ? lines : [...lines, last]);
    }),
  );
});

test('lines are the same if their reader pauses', () => {
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat()), fc.infiniteStream(fc.boolean()), (lines, places, moods) => {
      const collector = new LineCollector();
      collector.likes = () => moods.next().value === true;
      for (const piece of cut(Buffer.from(`${lines.join('\n')}\n`), places)) collector.hand(piece);
      assert.deepEqual(collector.lines, lines.length === 0 ? [''] : lines);
    }),
  );
});

test('lines come one by one, and the rest is left', () => {
  const collector = new LineCollector();
  collector.likes = () => collector.lines.length === 0;
  assert.equal(collector.reader.take(bytes('one\ntwo\nthr')), 4);
  assert.equal(collector.reader.take(bytes('two\nthr')), 0);
  collector.likes = () => true;
  assert.equal(collector.reader.take(bytes('two\nthr')), 7);
  assert.deepEqual(collector.lines, ['one', 'two']);
});

test('lines that are too long are refused once each', () => {
  const longest = 'x'.repeat(most);
  const whole = `${longest}\n${longest}y\n${longest}${longest}\nshort\n`;
  for (const size of [1, 7, 1000, most, most + 1, whole.length]) {
    const collector = new LineCollector();
    for (let at = 0; at < whole.length; at += size) collector.hand(bytes(whole.slice(at, at + size)));
    assert.deepEqual(collector.lines, [longest, undefined, undefined, 'short'], `in pieces of ${size}`);
  }
});

test('a line above the limit is refused before its end has come', () => {
  const collector = new LineCollector();
  collector.hand(bytes('\n'));
  for (let n = 0; n < 10; n++) collector.hand(bytes('x'.repeat(most)));
  assert.deepEqual(collector.lines, ['', undefined]);
  collector.reader.cut();
  assert.deepEqual(collector.lines, ['', undefined]);
  collector.hand(bytes('next\n'));
  assert.equal(collector.lines.at(-1), 'next');
});

test('the chunks are neither kept nor changed', () => {
  const collector = new LineCollector();
  const chunk = bytes('one\ntw');
  collector.hand(chunk);
  chunk.fill(0x78);
  collector.hand(bytes('o\n'));
  assert.deepEqual(collector.lines, ['one', 'two']);
});

test('a long chunk that is discarded is not searched for lines', () => {
  const collector = new LineCollector();
  collector.over = true;
  assert.equal(collector.reader.take(bytes('a\n'.repeat(1000))), 2000);
  assert.deepEqual(collector.lines, []);
});
