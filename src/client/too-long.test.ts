import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Dialect } from '#dialects/dialect.ts';

import { ClientScene, ServerEnd } from './client-scene.suite.ts';

/** Sends nothing. */
const client: Dialect['client'] = (party) => ({
  converse: () => ({
    begin() {
      party.tooLong(5, 4);
      party.over('left', '');
    },
    typed: () => true,
    leave() {},
  }),
  leaves: () => false,
});

for (const [title, originalLog, reader] of [
  ['an original has another limit', () => ({ console: () => undefined }), "the original's server"],
  ['where there is no original, the limit is the server’s', undefined, 'the server'],
] as const) {
  test(title, async () => {
    const dialect = { name: 'test', port: 1, client, ...(originalLog && { originalLog }) };
    const scene = new ClientScene(dialect, (link) => new ServerEnd(link), { reconnect: false });
    await scene.exit;
    assert.deepEqual(scene.person.screen, [`Not sent: it has 5 bytes, and ${reader} reads at most 4 at a time.`]);
  });
}
