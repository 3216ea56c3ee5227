import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { decode } from './codec.ts';
import { type Connection, Connections } from './connections.ts';
import { Listing } from './listing.ts';
import { Rope } from './rope.ts';

const textOf = (pieces: readonly Uint8Array[]): string => {
  const rope = new Rope(pieces);
  return decode(rope.slice(0, rope.length));
};

describe('a list of clients', () => {
  const items = [
    [1, 'a'],
    [2, 'bb'],
    [3, 'c'],
  ] as const;
  const listing = new Listing(items);

  test('has the own item of the asker in its place, or in front', () => {
    const inPlace = items.map(([number]) => textOf(listing.inPlace('L,', number, 'own')));
    assert.deepEqual(inPlace, ['L,own;bb;c', 'L,a;own;c', 'L,a;bb;own']);
    const inFront = items.map(([number]) => textOf(listing.inFront('L,', number, 'own')));
    assert.deepEqual(inFront, ['L,own;bb;c', 'L,own;a;c', 'L,own;a;bb']);
    assert.equal(textOf(new Listing([[7, 'x']]).inFront('L,', 7, 'own')), 'L,own');
  });

  test('is shared: only the part about the asker is made for each', () => {
    const [, ...first] = listing.inPlace('L,', 1, 'own');
    const [, ...second] = listing.inPlace('L,', 3, 'own');
    assert.equal(first.at(-1)?.buffer, second[0]?.buffer);
  });
});

describe('the lists of all clients', () => {
  const peer = { address: '127.0.0.1', port: 5000 };
  const clientOf = (number: number, since = 0): Connection => {
    return { number, peer, since, name: undefined, full: false, shared: { hidden: false } };
  };

  test('are made once per change', () => {
    const connections = new Connections();
    const [one, two] = [clientOf(1), clientOf(2)];
    connections.add(one);
    const alone = connections.listing(false);
    assert.equal(connections.listing(false), alone);
    connections.add(two);
    const both = connections.listing(false);
    assert.notEqual(both, alone);
    connections.remove(one);
    assert.notEqual(connections.listing(false), both);
    assert.equal(connections.count, 1);
  });

  test('are made once a second where they hold times', () => {
    const connections = new Connections();
    connections.add(clientOf(1, 500));
    const first = connections.timedListing(false, 10_000);
    assert.equal(connections.timedListing(false, 10_999), first);
    const next = connections.timedListing(false, 11_000);
    assert.equal(textOf(next.inPlace('', 9, '')), 'A5_1,127.0.0.1,5000,10');
  });
});
