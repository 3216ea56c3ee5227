import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { maxLine } from './codec.ts';
import { LineReader, type LineTaker, typingPause, usualPause as pause } from './line-reader.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** Takes lines, as long as it likes to, and has a clock that the test moves. */
class Desk implements LineTaker {
  /** `undefined`: one that is too long. */
  readonly lines: (string | undefined)[] = [];
  likes: () => boolean = () => true;
  over = false;
  readonly reader: LineReader;
  #now = 0;
  #due: { readonly at: number; readonly call: () => void } | undefined;

  constructor() {
    this.reader = new LineReader(this, {
      now: () => this.#now,
      elapsed: () => this.#now,
      after: (ms, call) => {
        assert.equal(this.#due, undefined, 'one clock at a time');
        this.#due = { at: this.#now + ms, call };
        return () => (this.#due = undefined);
      },
    });
  }

  get ready(): boolean {
    return this.likes();
  }

  take(line: string | undefined): void {
    this.lines.push(line);
  }

  ended(): void {
    this.over = true;
  }

  get waits(): boolean {
    return this.#due !== undefined;
  }

  pass(ms: number): void {
    this.#now += ms;
    const due = this.#due;
    if (!due || due.at > this.#now) return;
    this.#due = undefined;
    due.call();
  }

  /** Hands a chunk over as links do: what was left comes again. */
  hand(chunk: Uint8Array): void {
    for (let rest = chunk; rest.length > 0;) {
      const count = this.reader.take(rest);
      assert.ok(count >= 0 && count <= rest.length);
      rest = rest.subarray(count);
    }
  }
}

/** Bytes in pieces that end at these places. */
function cut(whole: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = [...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return ends.map((end, index) => whole.subarray(index === 0 ? 0 : ends[index - 1], end));
}

const line = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll('\n', ''));

describe('lines', () => {
  test('are the same under every splitting', () => {
    fc.assert(
      fc.property(fc.array(line), line, fc.array(fc.nat()), (lines, last, places) => {
        const desk = new Desk();
        for (const piece of cut(Buffer.from([...lines, last].join('\n')), places)) desk.hand(piece);
        desk.reader.ended('ended');
        assert.deepEqual(desk.lines, last === '' ? lines : [...lines, last]);
        assert.ok(desk.over);
      }),
    );
  });

  test('are the same however often their taker makes them wait', () => {
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat()), fc.infiniteStream(fc.boolean()), (lines, places, moods) => {
        const desk = new Desk();
        desk.likes = () => moods.next().value === true;
        for (const piece of cut(Buffer.from(`${lines.join('\n')}\n`), places)) desk.hand(piece);
        assert.deepEqual(desk.lines, lines.length === 0 ? [''] : lines);
      }),
    );
  });

  test('come one by one, and the rest is left', () => {
    const desk = new Desk();
    desk.likes = () => desk.lines.length === 0;
    assert.equal(desk.reader.take(bytes('one\ntwo\nthr')), 4);
    assert.equal(desk.reader.take(bytes('two\nthr')), 0);
    desk.likes = () => true;
    assert.equal(desk.reader.take(bytes('two\nthr')), 7);
    assert.deepEqual(desk.lines, ['one', 'two']);
  });

  test('are bounded, and refused once', () => {
    const longest = 'x'.repeat(maxLine);
    const whole = `${longest}\n${longest}y\n${longest}${longest}\nshort\n`;
    for (const size of [1, 7, 1000, maxLine, maxLine + 1, whole.length]) {
      const desk = new Desk();
      for (let at = 0; at < whole.length; at += size) desk.hand(bytes(whole.slice(at, at + size)));
      assert.deepEqual(desk.lines, [longest, undefined, undefined, 'short'], `in pieces of ${size}`);
    }
  });

  test('are refused as soon as they are too long', () => {
    const desk = new Desk();
    desk.hand(bytes('\n'));
    for (let n = 0; n < 10; n++) desk.hand(bytes('x'.repeat(maxLine)));
    assert.deepEqual(desk.lines, ['', undefined]);
    desk.reader.ended('ended');
    assert.deepEqual(desk.lines, ['', undefined]);
  });

  test('do not pin or change the chunks they came in', () => {
    const desk = new Desk();
    const chunk = bytes('one\ntw');
    desk.hand(chunk);
    chunk.fill(0x78);
    desk.hand(bytes('o\n'));
    assert.deepEqual(desk.lines, ['one', 'two']);
  });
});

describe('without line feeds', () => {
  test('silence ends a line, and whatever comes within it belongs to it', () => {
    const desk = new Desk();
    desk.hand(bytes('ab'));
    desk.pass(pause - 1);
    desk.hand(bytes('c'));
    desk.pass(pause - 1);
    assert.deepEqual(desk.lines, []);
    desk.pass(1);
    assert.deepEqual(desk.lines, ['abc']);
    desk.pass(10 * pause);
    assert.deepEqual(desk.lines, ['abc']);
  });

  test('a line that begins with a single character is typed, and has more time between two keys', () => {
    for (const [first, second] of ['al', 'éa', '漢字', '👍!'].map((name) => [...name])) {
      const desk = new Desk();
      desk.hand(Buffer.from(first ?? ''));
      desk.pass(typingPause - 1);
      desk.hand(Buffer.from(second ?? ''));
      desk.pass(typingPause - 1);
      assert.deepEqual(desk.lines, []);
      desk.pass(1);
      assert.deepEqual(desk.lines, [`${first}${second}`]);
      desk.hand(bytes('bob: hi'));
      desk.pass(pause);
      assert.equal(desk.lines[1], 'bob: hi');
    }
  });

  test('somebody who is known to type has all the time there is', () => {
    const desk = new Desk();
    desk.hand(bytes('al'));
    desk.reader.pausesNoMore();
    assert.ok(!desk.waits);
    desk.hand(bytes('ice'));
    assert.ok(!desk.waits);
    desk.hand(bytes('\r\n'));
    assert.deepEqual(desk.lines, ['alice\r']);
  });

  test('the first line feed ends that', () => {
    const desk = new Desk();
    desk.hand(bytes('a'));
    desk.hand(bytes('b\nc'));
    assert.ok(!desk.waits);
    desk.hand(bytes('d'));
    assert.ok(!desk.waits);
    desk.hand(bytes('\n'));
    assert.deepEqual(desk.lines, ['ab', 'cd']);
  });

  test('what is due waits until it can be taken, before all that follows', () => {
    const desk = new Desk();
    desk.hand(bytes('first'));
    desk.likes = () => false;
    desk.pass(pause);
    assert.equal(desk.reader.take(bytes('second\n')), 0);
    assert.equal(desk.reader.resume(), false);
    assert.deepEqual(desk.lines, []);
    desk.likes = () => true;
    assert.equal(desk.reader.resume(), true);
    assert.deepEqual(desk.lines, ['first']);
    desk.hand(bytes('second\n'));
    assert.deepEqual(desk.lines, ['first', 'second']);
  });

  test('what is due goes first, also when nobody has said that it can be taken', () => {
    const desk = new Desk();
    desk.hand(bytes('first'));
    desk.likes = () => false;
    desk.pass(pause);
    desk.likes = () => true;
    desk.hand(bytes('second\n'));
    assert.deepEqual(desk.lines, ['first', 'second']);
  });

  test('what is due is not lost at the end, nor given twice', () => {
    const desk = new Desk();
    desk.hand(bytes('last'));
    desk.likes = () => false;
    desk.pass(pause);
    desk.reader.ended('ended');
    desk.likes = () => true;
    desk.reader.resume();
    assert.deepEqual(desk.lines, ['last']);
  });

  test('silence ends one that is too long, too', () => {
    const desk = new Desk();
    desk.hand(bytes('x'.repeat(maxLine + 1)));
    desk.hand(bytes('its rest'));
    desk.pass(pause);
    desk.hand(bytes('next'));
    desk.pass(pause);
    assert.deepEqual(desk.lines, [undefined, 'next']);
  });

  test('no clock is left behind', () => {
    const ends: readonly ((reader: LineReader) => void)[] = [
      (reader) => reader.ended('ended'),
      (reader) => reader.close(),
    ];
    for (const end of ends) {
      const desk = new Desk();
      desk.hand(bytes('a'));
      assert.ok(desk.waits);
      end(desk.reader);
      assert.ok(!desk.waits, end.toString());
    }
  });
});
