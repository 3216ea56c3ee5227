import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import type { Channel } from './channel.ts';
import { unpairedTimeout, maxUnpaired, pairing, pairTimeout } from './pairing.ts';

interface Scene {
  readonly clock: TestClock;
  /** `first+second` for each pair, `-first` for each half that was closed, in order. */
  readonly happened: string[];
  /** Opens a link; returns the peer's end. */
  opens(name: string, address?: string): Link;
}

function scene(): Scene {
  const clock = createTestClock();
  const happened: string[] = [];
  const names = new Map<Link, string>();
  const nameOf = ({ link }: Channel): string => names.get(link) ?? '?';
  const accept = pairing(clock, (first) => ({
    begin: (second) => void happened.push(`${nameOf(first)}+${nameOf(second)}`),
    close() {
      happened.push(`-${nameOf(first)}`);
      first.link.end();
    },
  }));
  return {
    clock,
    happened,
    opens(name, address = '192.0.2.1') {
      const [ours, theirs] = pipe({ after: clock.after });
      const link: Link = Object.assign(theirs, { peer: { address, port: 1 } });
      names.set(link, name);
      ours.read({ take: (chunk) => chunk.length, ended: () => {} });
      accept(link);
      return ours;
    },
  };
}

test('the first link and the next one from the same address are a client', () => {
  const { opens, happened } = scene();
  opens('a1');
  opens('b1', '192.0.2.2');
  opens('b2', '192.0.2.2');
  opens('a2');
  opens('c1', '2001:db8::1');
  opens('d1', '2001:db8::2');
  opens('c2', '2001:db8::1');
  assert.deepEqual(happened, ['b1+b2', 'a1+a2', 'c1+c2']);
});

test('a single link that stays open does not block others', async () => {
  const { opens, happened, clock } = scene();
  opens('kept');
  await clock.pass(pairTimeout + 1);
  for (const name of ['ann', 'bea', 'cat']) {
    opens(`${name}1`);
    await clock.pass(pairTimeout);
    opens(`${name}2`);
  }
  assert.deepEqual(happened, ['ann1+ann2', 'bea1+bea2', 'cat1+cat2']);
  await clock.pass(unpairedTimeout);
  assert.equal(happened.at(-1), '-kept');
});

test('the newest of several waiting links is taken', async () => {
  const { opens, happened, clock } = scene();
  for (const name of ['old', 'older']) {
    opens(name);
    await clock.pass(pairTimeout + 1);
  }
  opens('a1');
  opens('a2');
  opens('b1');
  assert.deepEqual(happened, ['a1+a2']);
});

test('when one address has too many waiting links, the oldest is closed', async () => {
  const { opens, happened, clock } = scene();
  for (let n = 0; n < maxUnpaired; n++) {
    opens(`h${n}`);
    await clock.pass(pairTimeout + 1);
  }
  assert.deepEqual(happened, []);
  opens('h8');
  assert.deepEqual(happened, ['-h0']);
  await clock.pass(pairTimeout + 1);
  opens('h9');
  assert.deepEqual(happened, ['-h0', '-h1']);
  opens('h10');
  assert.deepEqual(happened.slice(2), ['h9+h10']);
  await clock.pass(unpairedTimeout);
  assert.deepEqual(happened.slice(3).toSorted(), ['-h2', '-h3', '-h4', '-h5', '-h6', '-h7', '-h8']);
});

test('a link that disconnects no longer waits', async () => {
  const { opens, happened, clock } = scene();
  const kept = opens('kept');
  await clock.pass(pairTimeout + 1);
  const left = opens('left');
  left.end();
  await clock.pass(1);
  opens('a1');
  opens('a2');
  assert.deepEqual(happened, ['a1+a2']);
  kept.end();
  await clock.pass(1);
  opens('b1');
  opens('b2');
  await clock.pass(unpairedTimeout);
  assert.deepEqual(happened, ['a1+a2', 'b1+b2']);
});
