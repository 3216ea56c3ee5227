import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Mailbox, maxLetterBytes, maxLetters } from './mailbox.ts';
import { MailboxSpace, maxNetworkSpace, maxSpace } from './mailbox-space.ts';

const letter = (text: string, bytes = text.length): { bytes: number; words: () => string } => ({
  bytes,
  words: () => text,
});

test('letters come out in the order they went in', () => {
  const box = new Mailbox();
  for (const text of ['one', 'two', 'three']) assert.ok(box.add(letter(text)));
  assert.deepEqual(
    box.take(1).map((each) => each.words(1)),
    ['one'],
  );
  assert.equal(box.count, 2);
  assert.deepEqual(
    box.take(Infinity).map((each) => each.words(1)),
    ['two', 'three'],
  );
  assert.deepEqual(box.take(1), []);
});

test('a letter that was not taken yet changes, or is removed', () => {
  const box = new Mailbox();
  for (const seq of [7, 8, 9]) box.add({ ...letter(`${seq}`), seq });
  box.change(8, { ...letter('eight'), seq: 8 });
  box.change(7, undefined);
  box.change(6, { ...letter('six'), seq: 6 });
  assert.deepEqual(
    box.take(Infinity).map((each) => each.words(1)),
    ['eight', '9'],
  );
  box.change(9, undefined);
  assert.ok(
    box.add(letter('x', maxLetterBytes - 1)) && box.add(letter('x')) && box.full,
    'bytes are counted as before',
  );
});

test('a mailbox holds a limited number of letters, and reports how many did not fit', () => {
  const box = new Mailbox();
  for (let n = 0; n < 10 * maxLetters; n++) assert.equal(box.add(letter('x')), n < maxLetters);
  assert.ok(box.full);
  assert.equal(box.count, maxLetters);
  assert.equal(box.takeLost(), 9 * maxLetters);
  assert.equal(box.takeLost(), 0);
  box.take(1);
  assert.ok(box.add(letter('x')));
});

test('a mailbox holds a limited number of bytes, exceeded by one letter at most', () => {
  const box = new Mailbox();
  assert.ok(box.add(letter('x', 2 * maxLetterBytes)));
  assert.ok(!box.add(letter('x')));
  box.take(1);
  assert.ok(box.add(letter('x', maxLetterBytes - 1)));
  assert.ok(!box.full);
  assert.ok(box.add(letter('x', 2)));
  assert.ok(box.full);
  assert.ok(!box.add(letter('x', 1)));
});

test('the mailboxes of one address are bounded together, and so are all; letters that are taken free space', () => {
  const space = new MailboxSpace();
  /** Fills mailboxes of an address until one takes nothing at all. */
  const fill = (network: string): Mailbox[] => {
    const boxes: Mailbox[] = [];
    for (;;) {
      const box = new Mailbox(space, network);
      while (box.add(letter('x', 5000)));
      if (box.count === 0) return boxes;
      boxes.push(box);
    }
  };
  const first = fill('first');
  assert.ok(first.length * maxLetterBytes > maxNetworkSpace / 1.2 && first.length * maxLetterBytes <= maxNetworkSpace);
  const other = new Mailbox(space, 'other');
  assert.ok(other.add(letter('x')));
  first[0]?.take(1);
  assert.ok(first[0]?.add(letter('x')));
  // A client that has gone holds nothing, and gets nothing.
  first[1]?.close();
  assert.deepEqual([first[1]?.add(letter('x')), first[1]?.take(1)], [false, []]);
  assert.ok(first[2]?.take(1) && first[2]?.add(letter('x')));
  for (const network of ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) fill(network);
  assert.ok(other.full && space.isFull('new'));
  assert.equal(maxNetworkSpace, maxSpace / 8);
  for (const box of first) box.close();
  assert.ok(!other.full);
});
