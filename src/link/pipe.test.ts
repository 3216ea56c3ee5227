import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkSuite } from './link.suite.ts';
import { pipe } from './pipe.ts';
import { Recording } from './recording-reader.suite.ts';

linkSuite('pipe', async (options) => {
  const [near, far] = pipe(options);
  return { near, far, close: async () => [near, far].forEach((link) => link.abort()) };
});

test('a pipe hands over the written array itself, when its hop is run', async () => {
  const hops: (() => void)[] = [];
  const [near, far] = pipe({ hop: (handOver) => void hops.push(handOver) });
  const heard = new Recording();
  const chunks: Uint8Array[] = [];
  far.read({ take: (chunk) => heard.take(chunk) && chunks.push(chunk) && chunk.length, ended: () => {} });
  const bytes = new Uint8Array([1, 2, 3]);
  near.write(bytes);
  near.write(bytes);
  assert.equal(near.queued, 6);
  await Promise.resolve();
  assert.equal(heard.offers, 0);
  for (const handOver of hops.splice(0)) handOver();
  assert.deepEqual(chunks, [bytes, bytes]);
  assert.equal(chunks[0], bytes);
  assert.equal(near.queued, 0);
  assert.deepEqual(near.peer, { address: '[pipe]', port: 0 });
});
