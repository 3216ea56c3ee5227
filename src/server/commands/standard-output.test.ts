import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { standardOutput } from './standard-output.ts';

test('many writers to a full output wait together, and continue when it is read', async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const output = standardOutput(stream);
  const written = Array.from({ length: 20 }, async (_, nth) => {
    await output.write(`${nth}\n`);
    await output.end();
  });
  await new Promise(setImmediate);
  assert.equal(stream.listenerCount('drain'), 1);
  stream.resume();
  await Promise.all(written);
});

test('a broken output ends all waits', async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const output = standardOutput(stream);
  const written = Array.from({ length: 3 }, async () => {
    await output.write('text');
    await output.end();
  });
  stream.destroy(new Error('nobody reads'));
  await Promise.all(written);
  await output.broken;
  assert.equal(await output.write('more'), false);
});
