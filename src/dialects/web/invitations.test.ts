import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openStage } from '../../../test/stage.ts';
import { web } from './web.ts';

test('all invitations to a room are found, however many there are to others', async (t) => {
  const stage = await openStage('in memory', [web]);
  t.after(() => stage.close());
  const wire = await stage.connect('web');
  let text = '';
  /** The answers to these requests. */
  const ask = async (requests: readonly object[]): Promise<readonly Record<string, unknown>[]> => {
    text = '';
    for (const [ref, request] of requests.entries())
      await wire.write(Buffer.from(`${JSON.stringify({ ref, ...request })}\n`));
    const answers = (): readonly Record<string, unknown>[] =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line))
        .filter((frame) => 'ref' in frame);
    while (answers().length < requests.length) {
      const chunk = await wire.read();
      assert.ok(typeof chunk !== 'string', 'the link is over');
      text += Buffer.from(chunk).toString();
    }
    return answers();
  };
  const make = (room: string) => ({ type: 'invite-code', room });
  await ask([
    { type: 'login', name: 'alice' },
    { type: 'register', password: 's3cret' },
    { type: 'join', room: '#tea' },
    { type: 'join', room: '#den' },
  ]);
  const made: Record<string, unknown>[] = [];
  for (const rooms of [['#den'], Array.from({ length: 45 }, () => '#tea'), ['#den']]) {
    for (let round = 0; round < (rooms.length > 1 ? 5 : 1); round++) made.push(...(await ask(rooms.map(make))));
  }
  assert.equal(made.filter(({ type }) => type === 'invite-code').length, 227);
  const found: unknown[] = [];
  let after: unknown = 0;
  for (let pages = 0; after !== undefined; pages++) {
    assert.ok(pages < 3);
    const [answer = {}] = await ask([{ type: 'invitations', room: '#den', after }]);
    found.push(...(answer['invitations'] as unknown[]));
    after = answer['next'];
  }
  assert.equal(found.length, 2);
});
