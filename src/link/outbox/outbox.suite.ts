import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Link } from '#link/link.ts';
import type { MakePair } from '#link/link-pair.suite.ts';
import { OutboxBudget } from './outbox-budget.ts';
import { bytesOf, paired, turns } from '#link/reading.suite.ts';
import { Recording } from '#link/recording-reader.suite.ts';

const kilobytes = (count: number): Uint8Array => new Uint8Array(count * 1024).fill(7);

/** Writes until that many bytes wait, and returns how many were written: the transport may take any number. */
export const fill = (link: Link, waiting: number): number => {
  const chunk = kilobytes(16);
  let written = 0;
  for (; link.queued < waiting; written += chunk.length) link.write(chunk);
  return written;
};

/** The bounds of outboxes, and what happens to links above them. */
export const outboxSuite = (makePair: MakePair): void => {
  test('a held reader stops the transport; the outbox grows to its bound, never beyond; then the link is slow', async (t) => {
    const outbox = 300 * 1024;
    const slow: Link[] = [];
    const { near, far } = await paired(t, makePair, { outbox, onSlow: (link) => slow.push(link) });
    const [heard, peer] = [new Recording(), new Recording(true)];
    near.read(heard);
    far.read(peer);
    near.write(bytesOf('first'));
    await peer.until(() => peer.offers === 1);
    let most = 0;
    do {
      near.write(kilobytes(16));
      most = Math.max(most, near.queued);
    } while (most === 0 || near.queued > 0);
    assert.deepEqual(heard.ends, [], 'never told inside write');
    assert.ok(most <= outbox && most > outbox - 16 * 1024, `${most}`);
    assert.equal(await heard.end(), 'slow');
    near.write(bytesOf('no effect'));
    assert.equal(near.queued, 0);
    assert.deepEqual(slow, [near]);
    await near.drained();
    peer.holding = false;
    far.resume();
    assert.equal(await peer.end(), 'reset');
    assert.deepEqual([heard.ends, peer.ends], [['slow'], ['reset']]);
  });

  test('a link whose peer takes nothing for the time that it has is slow', async (t) => {
    const clock: (() => void)[] = [];
    const slow: Link[] = [];
    const { near, far } = await paired(t, makePair, {
      stall: 1200,
      after: (_ms, run) => {
        clock.push(run);
        return () => {};
      },
      onSlow: (link) => slow.push(link),
    });
    const [heard, peer] = [new Recording(), new Recording(true)];
    near.read(heard);
    far.read(peer);
    near.write(bytesOf('first'));
    await peer.until(() => peer.offers === 1);
    fill(near, 64 * 1024);
    assert.ok(clock.length > 0, 'it is looked at later');
    while (slow.length === 0) {
      for (const run of clock.splice(0)) run();
      while (clock.length === 0 && slow.length === 0) await turns();
    }
    assert.deepEqual(slow, [near]);
    assert.equal(await heard.end(), 'slow');
  });

  test('`drained` waits for a held reader, and everything arrives once it goes on', async (t) => {
    let received = 0;
    const tap = { received: (bytes: Uint8Array) => void (received += bytes.length), sent: () => {} };
    const { near, far } = await paired(t, makePair, { outbox: 2 ** 26, tap });
    const peer = new Recording(true);
    far.read(peer);
    near.write(bytesOf('first'));
    await peer.until(() => peer.offers === 1);
    const written = 5 + fill(near, 2 ** 24);
    let drained = false;
    const done = near.drained().then(() => void (drained = true));
    await turns();
    assert.equal(drained, false);
    assert.equal(received, 5, 'no more is read than the rest');
    peer.holding = false;
    far.resume();
    await done;
    assert.equal(near.queued, 0);
    await peer.until(() => received === written);
    assert.equal(peer.bytes.length, written);
  });

  test('all slow links together have a budget: a link that is written to beyond it is slow, the others stay', async (t) => {
    const budget = new OutboxBudget(400 * 1024);
    const options = { budget, outbox: 300 * 1024 };
    const [one, two, quick] = [
      await paired(t, makePair, options),
      await paired(t, makePair, options),
      await paired(t, makePair, options),
    ];
    const [first, second, swift] = [new Recording(true), new Recording(true), new Recording()];
    const ends = new Recording();
    one.far.read(first);
    two.far.read(second);
    quick.far.read(swift);
    two.near.read(ends);
    one.near.write(bytesOf('first'));
    two.near.write(bytesOf('first'));
    await first.until(() => first.offers === 1);
    await second.until(() => second.offers === 1);
    fill(one.near, 250 * 1024);
    assert.equal(budget.used, one.near.queued);
    const alone = budget.used;
    let most = 0;
    do {
      two.near.write(kilobytes(16));
      most = Math.max(most, two.near.queued);
    } while (most === 0 || two.near.queued > 0);
    assert.ok(alone + most <= budget.bytes && alone + most > budget.bytes - 16 * 1024, `${alone} + ${most}`);
    assert.equal(budget.used, alone);
    assert.equal(await ends.end(), 'slow');
    assert.equal(budget.used, alone);
    quick.near.write(bytesOf('quick'));
    await swift.until(() => swift.text === 'quick');
    first.holding = false;
    one.far.resume();
    await one.near.drained();
    await turns();
    assert.equal(budget.used, 0);
  });
};
