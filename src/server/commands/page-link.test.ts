import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';

import { controlAddress } from '#server/control/address.ts';
import { pageLink } from './page-link.ts';

suite('the link with a code that was made', () => {
  test('is left out where no server runs, and where it ends before it has answered', async (t) => {
    const dir = mkdtempSync(join(tmpdir(), 'polylogue-link-'));
    t.after(() => rmSync(dir, { recursive: true }));
    assert.deepEqual(await pageLink(dir, 'invite/CODE'), []);
    const server = createServer((socket) => socket.on('error', () => {}).destroy());
    t.after(() => server.close());
    server.listen(controlAddress(dir));
    await once(server, 'listening');
    assert.deepEqual(await pageLink(dir, 'invite/CODE'), []);
  });
});
