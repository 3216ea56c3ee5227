import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describedOnce, mostWaiting } from './description.ts';

test('a description that could not be made is made again', async () => {
  let makes = 0;
  const described = describedOnce(async () => {
    if (++makes === 1) throw new Error('ours');
    return new Uint8Array(3);
  });
  await Promise.all(Array.from({ length: mostWaiting }, () => assert.rejects(described, /ours/)));
  assert.equal((await described())?.body.length, 3);
  assert.equal(makes, 2);
});

test('the description is made once, and few wait for it', async () => {
  const made = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  let makes = 0;
  const described = describedOnce(() => {
    makes++;
    return made.promise;
  });
  const asked = Array.from({ length: mostWaiting + 4 }, described);
  assert.equal(await asked.at(-1), undefined);
  made.resolve(new Uint8Array(3));
  const answers = await Promise.all(asked);
  assert.deepEqual(
    answers.map((answer) => answer?.body.length),
    [...Array(mostWaiting).fill(3), ...Array(4).fill(undefined)],
  );
  assert.equal(await described(), answers[0]);
  assert.equal(makes, 1);
});
