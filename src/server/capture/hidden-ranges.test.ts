import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Addresses } from './shown-addresses.ts';
import type { LinkFacts } from './capture-event.ts';
import { wholeBlocks } from './capture-file.ts';
import { commentOf } from './packet-comments.ts';
import { hiddenRanges, rangesText } from './hidden-ranges.ts';

test('masked bytes are listed, also if the secret itself contains asterisks', () => {
  const ranges = (bytes: string, shown: string): string =>
    rangesText(hiddenRanges(Buffer.from(bytes), Buffer.from(shown)));
  assert.equal(ranges('NICK a secret\nx', 'NICK a ******\nx'), 'masked: bytes 7 to 12');
  assert.equal(ranges('a *b* c d', 'a *** c *'), 'masked: bytes 2 to 4, byte 8');
  assert.deepEqual(hiddenRanges(Buffer.from('a * b'), Buffer.from('a * b')), []);
});

test('each user has an address, and each stream of a connection has its own port', () => {
  const facts = (more: Partial<LinkFacts>): LinkFacts => ({
    ...{ id: 1, place: 0, client: { address: '[pipe]', port: 65_535 }, server: { address: '::1', port: 7 } },
    ...{ user: undefined, joined: false, stream: undefined, ...more },
  });
  const made = new Addresses('synthetic');
  const first = made.endsOf(facts({}));
  assert.deepEqual(first, { client: { address: '10.0.1.1', port: 65_535 }, server: { address: '10.0.0.1', port: 7 } });
  assert.deepEqual(made.names(first, 'alice')?.get('10.0.1.1'), 'alice');
  assert.equal(made.endsOf(facts({ user: 'alice' })).client.address, '10.0.1.1');
  assert.notEqual(made.endsOf(facts({ user: 'bob' })).client.address, '10.0.1.1');
  const real = new Addresses('real');
  assert.equal(real.endsOf(facts({})).server.address, '::1');
  assert.equal(real.names(first, 'alice'), undefined);
  const ports = [0, 4, 8].map((stream) => real.endsOf(facts({ stream })).client.port);
  assert.equal(new Set(ports).size, 3);
});

test('a comment says who speaks, to whom, and shows no control characters', () => {
  const notes: string[] = [];
  const said = { user: 'alice', masked: [], notes };
  assert.equal(commentOf({ ...said, side: 'client', meanings: [{ to: '#lobby' }] }), 'alice → #lobby');
  assert.equal(
    commentOf({ ...said, side: 'server', meanings: [{ from: 'bob', to: 'you' }] }),
    'server to alice: bob → alice',
  );
  assert.equal(
    commentOf({ ...said, user: undefined, side: 'client', meanings: [{ command: 'x\x1b[1m' }] }),
    'client: x␛[1m',
  );
  assert.equal(commentOf({ ...said, side: 'client', meanings: [] }), 'alice');
  assert.equal(commentOf({ ...said, side: 'server', meanings: [] }), undefined);
  const many = Array.from({ length: 9 }, () => ({ to: '#a' }));
  assert.match(commentOf({ ...said, side: 'client', meanings: many }) ?? '', /; and 4 more$/);
});

test('only whole blocks of a capture are counted', () => {
  const block = Buffer.alloc(16);
  block.writeUInt32LE(16, 4);
  const two = Buffer.concat([block, block]);
  assert.deepEqual(
    [0, 15, 16, 31, 32].map((length) => wholeBlocks(two.subarray(0, length))),
    [0, 0, 16, 16, 32],
  );
});
