import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { ChildServer } from './child-server.ts';
import { command } from './command.ts';

const outside = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

/** Runs the command of the server's `join:` line, for a new user. */
async function comer(...options: readonly string[]): Promise<{ code: number | null; stdout: string }> {
  const args = ['chatroom', 'server', '0', '--host', '0.0.0.0', '--data', ':memory:', '--grace', '0', ...options];
  await using server = new ChildServer(args);
  await server.ready();
  const [, host = '', port = ''] = /join: .* chatroom client (\S+) (\d+)$/m.exec(server.stdout) ?? [];
  assert.equal(host, outside ?? '127.0.0.1', server.stdout);
  return await command(['chatroom', 'client', host, port, '--name', 'zoe'], 'correct-horse\nBM\nhello\nEX\n');
}

test('the command of the page lets people of other hosts in', async () => {
  const { code, stdout } = await comer('--registration', 'open');
  assert.equal(code, 0, stdout);
  // The answer to BM may come after EX.
  assert.match(stdout, /^BM sends to everybody/m);
});

test('without it they need an account', async () => {
  const { code, stdout } = await comer();
  assert.equal(code, 1, stdout);
});
