import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { decode, encode } from './codec.ts';
import { letterWords } from './render.ts';
import { Rope } from './rope.ts';
import { beginning, maxSlice, nextSlice } from './slices.ts';

function slicesOf(reply: string, most: number = maxSlice): readonly string[] {
  const bytes = new Rope([encode(reply)]);
  const slices: string[] = [];
  for (let place = beginning; place.at < bytes.length;) {
    const slice = nextSlice(bytes, place, most);
    assert.ok(slice.bytes.length <= most && slice.next.at > place.at);
    slices.push(decode(slice.bytes));
    place = slice.next;
  }
  return slices;
}

test('a reply that fits is one slice, the same bytes', () => {
  const bytes = encode('x'.repeat(maxSlice));
  assert.equal(nextSlice(new Rope([bytes]), beginning).bytes.buffer, bytes.buffer);
  assert.deepEqual(slicesOf('From bob: hi\nFrom bob: you'), ['From bob: hi\nFrom bob: you']);
});

test('several lines are cut after one of them', () => {
  const [first, second] = [`From bob: ${'a'.repeat(700)}`, `From eve: ${'b'.repeat(700)}`];
  assert.deepEqual(slicesOf(`${first}\n${first}\n${second}`), [`${first}\n`, `${first}\n`, second]);
  const short = `From bob: ${'a'.repeat(300)}\n`;
  assert.deepEqual(slicesOf(short.repeat(4)), [short.repeat(3), short]);
});

test('a longer line is continued after its sender', () => {
  const head = 'From bob: ';
  const room = maxSlice - head.length;
  assert.deepEqual(slicesOf(`${head}${'x'.repeat(room)}From self: forged`), [
    `${head}${'x'.repeat(room - 1)}\n`,
    `${head}xFrom self: forged`,
  ]);
  assert.deepEqual(slicesOf(`${head}${'x'.repeat(2 * room)}\n${head}z`), [
    `${head}${'x'.repeat(room - 1)}\n`,
    `${head}${'x'.repeat(room - 1)}\n`,
    `${head}xx\n${head}z`,
  ]);
});

test('a list is cut after an entry, and nothing is added', () => {
  for (const word of ['SERVERS,', 'STATUSRESP,A5_43,uptime=1,load=0,clients=99;']) {
    const list = word + Array.from({ length: 99 }, (_, n) => `A5_${n},127.0.0.1,50000`).join(';');
    const slices = slicesOf(list);
    assert.equal(slices.join(''), list);
    assert.ok(slices.length > 2 && slices.slice(0, -1).every((slice) => slice.endsWith(';')));
  }
  assert.ok(slicesOf(`From bob: ${'a;'.repeat(999)}`).every((slice) => slice.startsWith('From bob: ')));
});

test('any other long line is continued after an ellipsis', () => {
  const slices = slicesOf(`Hello ${'x'.repeat(2000)}`);
  assert.equal(slices[0], `Hello ${'x'.repeat(maxSlice - 7)}\n`);
  assert.ok(slices.slice(1).every((slice) => slice.startsWith('… x')));
});

test('whatever was said, each slice is whole lines after their senders, and nothing is lost', () => {
  const name = fc.constantFrom('self', 'A5_1', 'bob', 'jürgen', '漢'.repeat(21));
  const unit = fc.constantFrom('x', 'ü', '漢', '👍', ' ', ';', 'From self: ', 'SERVERS,', '\n', ': ');
  const text = fc.array(unit, { maxLength: 80 }).map((units) => units.join(''));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, text), { minLength: 1 }),
      fc.integer({ min: 90, max: 300 }),
      (letters, most) => {
        const reply = letters.map(([from, words]) => letterWords(from, words)).join('\n');
        const slices = slicesOf(reply, most);
        const names = new Set(letters.map(([from]) => from));
        for (const [index, slice] of slices.entries()) {
          assert.equal(slice.endsWith('\n'), index < slices.length - 1 || reply.endsWith('\n'));
          for (const line of slice.replace(/\n$/, '').split('\n')) {
            assert.ok(names.has(/^From ([^ :]+): /.exec(line)?.[1] ?? ''), line);
          }
        }
        const texts = (words: string): string => words.replaceAll(/^From [^ :]+: /gm, '').replaceAll('\n', '');
        assert.equal(texts(slices.join('')), texts(reply));
      },
    ),
  );
});

test('a reply in pieces is cut as one in one piece', () => {
  const bytes = encode(`SERVERS,${'A5_1,127.0.0.1,50000;'.repeat(200)}\nFrom bob: ${'ü'.repeat(900)}`);
  const cut = (rope: Rope): readonly string[] => {
    const slices: string[] = [];
    for (let place = beginning; place.at < rope.length;) {
      const slice = nextSlice(rope, place);
      slices.push(decode(slice.bytes));
      place = slice.next;
    }
    return slices;
  };
  const whole = cut(new Rope([bytes]));
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 5 }), (cuts) => {
      const ends = [0, ...cuts.toSorted((one, other) => one - other), bytes.length];
      const pieces = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
      assert.deepEqual(cut(new Rope(pieces)), whole);
    }),
  );
});
