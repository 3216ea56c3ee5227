import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Faults, formatFaults, parseFaults } from './faults.ts';
import { FaultyLink } from './faulty-link.ts';
import type { LinkEnd } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

test('faults are parsed as they are formatted', () => {
  const faults = parseFaults('split:1,delay:50ms,drop-after:10s,cut-after:500');
  assert.deepEqual(faults, { split: 1, delay: 50, 'drop-after': 10_000, 'cut-after': 500 });
  assert.ok(typeof faults !== 'string');
  assert.equal(formatFaults(faults), 'split:1,delay:50ms,drop-after:10000ms,cut-after:500');
});

for (const [text, why] of [
  ['lag:5ms', /^A fault looks like split:1 or delay:50ms\. Choose one of: split, join,/],
  ['split', /^A fault looks like/],
  ['split:0', /^split needs a number of bytes from 1/],
  ['split:5ms', /^split needs a number of bytes/],
  ['delay:5', /^delay needs a time/],
  ['delay:61m', /^delay needs a time of up to 60m/],
  ['split:1,split:2', /^The fault split was given twice/],
  ['', /^A fault looks like/],
] as const) {
  test(`${JSON.stringify(text)} is no list of faults`, () => assert.match(String(parseFaults(text)), why));
}

/** A faulty link, its peer, and a clock that a test moves. */
class Scene {
  now = 0;
  readonly #due: { at: number; call: () => void }[] = [];
  readonly link: FaultyLink;
  /** What the peer has received, piece by piece, with the time. */
  readonly heard: [number, string][] = [];
  ends: LinkEnd[] = [];

  constructor(faults: Faults) {
    const [ours, theirs] = pipe();
    this.link = new FaultyLink(ours, faults, (ms, call) => {
      const due = { at: this.now + ms, call };
      this.#due.push(due);
      return () => {
        due.call = () => {};
      };
    });
    this.link.read({ take: ({ length }) => length, ended: (how) => this.ends.push(how) });
    theirs.read({
      take: (chunk) => {
        this.heard.push([this.now, Buffer.from(chunk).toString()]);
        return chunk.length;
      },
      ended: (how) => this.heard.push([this.now, how]),
    });
  }

  write(text: string): void {
    this.link.write(Buffer.from(text));
  }

  /** Lets this many ms pass, timer by timer. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await new Promise(setImmediate);
      const next = this.#due.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.now = next.at;
      next.call();
    }
    this.now = end;
  }
}

test('split: pieces of so many bytes, each by itself', async () => {
  const scene = new Scene({ split: 2 });
  scene.write('hello');
  scene.write('!');
  await scene.pass(100);
  assert.deepEqual(scene.heard, [
    [0, 'he'],
    [5, 'll'],
    [10, 'o'],
    [15, '!'],
  ]);
  assert.equal(scene.link.queued, 0);
  assert.equal(scene.link.delivered, true);
});

test('join: what is written within the time comes in one piece', async () => {
  const scene = new Scene({ join: 50 });
  scene.write('one ');
  await scene.pass(20);
  scene.write('two ');
  await scene.pass(40);
  scene.write('three');
  await scene.pass(100);
  assert.deepEqual(scene.heard, [
    [50, 'one two '],
    [110, 'three'],
  ]);
});

test('delay: late, in order, the end after it', async () => {
  const scene = new Scene({ delay: 50 });
  scene.write('a');
  await scene.pass(10);
  scene.write('b');
  scene.link.end();
  await scene.pass(100);
  assert.deepEqual(scene.heard, [
    [50, 'a'],
    [60, 'b'],
    [60, 'ended'],
  ]);
});

test('slow: so many bytes a second', async () => {
  const scene = new Scene({ slow: 100 });
  scene.write('0123456789');
  await scene.pass(60);
  assert.deepEqual(scene.heard, [
    [0, '01234'],
    [50, '56789'],
  ]);
});

test('stall-after: nothing more comes, and the connection stays', async () => {
  const scene = new Scene({ 'stall-after': 100 });
  scene.write('a');
  await scene.pass(200);
  scene.write('b');
  await scene.pass(1000);
  assert.deepEqual(scene.heard, [[0, 'a']]);
  assert.deepEqual(scene.ends, []);
  assert.equal(scene.link.delivered, false);
});

test('close-after: the server closes its side', async () => {
  const scene = new Scene({ 'close-after': 100 });
  await scene.pass(200);
  assert.deepEqual(scene.heard, [[100, 'ended']]);
});

test('drop-after: the connection is reset, and what waited is lost', async () => {
  const scene = new Scene({ 'drop-after': 100, delay: 1000 });
  scene.write('never');
  const drained = scene.link.drained();
  await scene.pass(2000);
  await drained;
  assert.deepEqual(scene.heard, [[100, 'reset']]);
  assert.deepEqual(scene.ends, ['closed']);
});

test('cut-after: a reset in mid-message', async () => {
  const scene = new Scene({ 'cut-after': 7 });
  scene.write('hello');
  scene.write('world');
  await scene.pass(100);
  assert.deepEqual(
    scene.heard.map(([, text]) => text),
    ['hello', 'wo', 'reset'],
  );
});

test('junk-after: bytes that are no message arrive once, and the link goes on', async () => {
  const scene = new Scene({ 'junk-after': 10 });
  await scene.pass(10);
  scene.write('hello');
  await scene.pass(10);
  assert.equal(scene.heard.length, 2);
  assert.equal(scene.heard[1]?.[1], 'hello');
});

test('a link whose queue is full is cut off', () => {
  const scene = new Scene({ 'stall-after': 0, delay: 1 });
  for (let kilobytes = 0; kilobytes <= 1024; kilobytes++) scene.link.write(new Uint8Array(1024));
  assert.equal(scene.link.queued, 0);
});
