import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { maxLine } from './codec.ts';
import { LineReader, type LineTaker, typingPause, usualPause as pause } from './line-reader.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** Takes lines, as long as it likes to, and has a clock that the test moves. */
class LineCollector implements LineTaker {
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
  test('silence ends a line; bytes that come before belong to the line', () => {
    const collector = new LineCollector();
    collector.hand(bytes('ab'));
    collector.pass(pause - 1);
    collector.hand(bytes('c'));
    collector.pass(pause - 1);
    assert.deepEqual(collector.lines, []);
    collector.pass(1);
    assert.deepEqual(collector.lines, ['abc']);
    collector.pass(10 * pause);
    assert.deepEqual(collector.lines, ['abc']);
  });

  test('a line that begins with a single character is typed, and has more time between two keys', () => {
    for (const [first, second] of ['al', 'éa', '漢字', '👍!'].map((name) => [...name])) {
      const collector = new LineCollector();
      collector.hand(Buffer.from(first ?? ''));
      collector.pass(typingPause - 1);
      collector.hand(Buffer.from(second ?? ''));
      collector.pass(typingPause - 1);
      assert.deepEqual(collector.lines, []);
      collector.pass(1);
      assert.deepEqual(collector.lines, [`${first}${second}`]);
      collector.hand(bytes('bob: hi'));
      collector.pass(pause);
      assert.equal(collector.lines[1], 'bob: hi');
    }
  });

  test('a client that sends telnet commands has unlimited time', () => {
    const collector = new LineCollector();
    collector.hand(bytes('al'));
    collector.reader.pausesNoMore();
    assert.ok(!collector.waits);
    collector.hand(bytes('ice'));
    assert.ok(!collector.waits);
    collector.hand(bytes('\r\n'));
    assert.deepEqual(collector.lines, ['alice']);
  });

  test('after the first line feed, silence no longer ends a line', () => {
    const collector = new LineCollector();
    collector.hand(bytes('a'));
    collector.hand(bytes('b\nc'));
    assert.ok(!collector.waits);
    collector.hand(bytes('d'));
    assert.ok(!collector.waits);
    collector.hand(bytes('\n'));
    assert.deepEqual(collector.lines, ['ab', 'cd']);
  });

  test('a line that is due waits until it can be taken, before all later ones', () => {
    const collector = new LineCollector();
    collector.hand(bytes('first'));
    collector.likes = () => false;
    collector.pass(pause);
    assert.equal(collector.reader.take(bytes('second\n')), 0);
    assert.equal(collector.reader.resume(), false);
    assert.deepEqual(collector.lines, []);
    collector.likes = () => true;
    assert.equal(collector.reader.resume(), true);
    assert.deepEqual(collector.lines, ['first']);
    collector.hand(bytes('second\n'));
    assert.deepEqual(collector.lines, ['first', 'second']);
  });

  test('a line that is due is taken first, also without a call of `resume`', () => {
    const collector = new LineCollector();
    collector.hand(bytes('first'));
    collector.likes = () => false;
    collector.pass(pause);
    collector.likes = () => true;
    collector.hand(bytes('second\n'));
    assert.deepEqual(collector.lines, ['first', 'second']);
  });

  test('a line that is due is not lost at the end, and not given twice', () => {
    const collector = new LineCollector();
    collector.hand(bytes('last'));
    collector.likes = () => false;
    collector.pass(pause);
    collector.reader.ended('ended');
    collector.likes = () => true;
    collector.reader.resume();
    assert.deepEqual(collector.lines, ['last']);
  });

  test('silence ends one that is too long, too', () => {
    const collector = new LineCollector();
    collector.hand(bytes('x'.repeat(maxLine + 1)));
    collector.hand(bytes('its rest'));
    collector.pass(pause);
    collector.hand(bytes('next'));
    collector.pass(pause);
    assert.deepEqual(collector.lines, [undefined, 'next']);
  });

  test('no clock is left behind', () => {
    const ends: readonly ((reader: LineReader) => void)[] = [
      (reader) => reader.ended('ended'),
      (reader) => reader.close(),
    ];
    for (const end of ends) {
      const collector = new LineCollector();
      collector.hand(bytes('a'));
      assert.ok(collector.waits);
      end(collector.reader);
      assert.ok(!collector.waits, end.toString());
    }
  });
});
