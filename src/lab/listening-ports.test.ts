import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';

import { listeningPorts } from './listening-ports.ts';

const skip = process.platform === 'linux' ? false : 'only Linux has these tables';

test('the ports on which a process group listens', { skip }, async () => {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  assert.ok(address !== null && typeof address === 'object');
  assert.ok((await listeningPorts(group)).includes(address.port));
  server.close();
  await once(server, 'close');
  assert.ok(!(await listeningPorts(group)).includes(address.port));
});
