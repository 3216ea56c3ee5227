import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { Recording } from '#link/recording-reader.suite.ts';

import { relay } from './record-relay.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => resolve()));

function scene(holding: boolean): { client: Link; server: Link; heard: Recording; seen: Recording } {
  const [client, inward] = pipe({ outbox: 2 ** 30 });
  const [outward, server] = pipe();
  const heard = new Recording(holding);
  const seen = new Recording();
  server.read(heard);
  relay(inward, outward, {
    took: (chunk) => void seen.take(chunk),
    ended: (how) => seen.ended(how),
  });
  return { client, server, heard, seen };
}

test('bytes pass at once, chunk by chunk, and so does the end', async () => {
  const { client, heard, seen } = scene(false);
  client.write(new TextEncoder().encode('one'));
  client.write(new TextEncoder().encode('two'));
  client.end();
  await seen.end();
  assert.deepEqual([heard.text, heard.offers, seen.offers, seen.ends], ['onetwo', 2, 2, ['ended']]);
});

test('a side that writes faster than the other reads is paused, and nothing is lost', async () => {
  const { client, server, heard, seen } = scene(true);
  const chunks = Array.from({ length: 200 }, (_, n) => new Uint8Array(16 * 1024).fill(n));
  for (const chunk of chunks) client.write(chunk);
  client.end();
  await turn();
  assert.ok(seen.bytes.length < 160 * 1024, `${seen.bytes.length} bytes have passed`);
  assert.ok(client.queued > 2_500_000);
  heard.holding = false;
  server.resume();
  await seen.end();
  assert.deepEqual(Buffer.compare(heard.bytes, Buffer.concat(chunks)), 0);
  assert.deepEqual(Buffer.compare(seen.bytes, Buffer.concat(chunks)), 0);
});
