import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { maxLine } from './codec.ts';
import { LineReader, type LineTaker, typingPause, usualPause as pause } from './line-reader.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** Takes lines, as long as it likes to, and has a clock that the test moves. */
class Desk implements LineTaker {
  /** `undefined`: one that is too long. */
  readonly lines: (string | undefined)[] = [];
  likes: () => boolean = () => true;
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

  ended(): void {}

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
    assert.deepEqual(desk.lines, ['alice']);
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
