import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asked } from '#chat/event.ts';
import { openJudging } from './judging.suite.ts';

test('values that this version does not know are refused: a newer node may have posted them', async () => {
  const order = await openJudging();
  order.come(1, 'alice', '#own');
  order.come(2, 'bob', '#own');
  for (const json of ['{"kind":"role","user":"bob","role":"emperor"}', '{"kind":"level","level":"whispers"}']) {
    const asked: Asked = JSON.parse(json);
    assert.deepEqual(order.ask(1, asked, '#own'), { kind: 'refusal', code: 'unavailable' });
  }
});
