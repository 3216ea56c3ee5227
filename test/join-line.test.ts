import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { ChildServer } from './child-server.ts';
import { command } from './command.ts';
import { TemporaryDirectory } from './local-server.ts';
import { strangersEnv } from './pack-package.ts';
import { patiently } from './patiently.ts';

const skip = process.platform === 'win32' && 'no sh there';

/** What `npm run unit` sets, so that our programs start fast. */
const { NODE_OPTIONS, NODE_COMPILE_CACHE } = process.env;

/** Runs a line in a shell in that directory, without a network. */
async function pasted(line: string, cwd: string, typed: string): Promise<{ code: number | null; stdout: string }> {
  const child = spawn('sh', ['-c', line], {
    cwd,
    env: { ...strangersEnv(cwd), NODE_OPTIONS, NODE_COMPILE_CACHE },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => {}).end(typed);
  const stdout = text(child.stdout);
  await patiently(once(child, 'close'), () => line).finally(() => child.kill());
  return { code: child.exitCode, stdout: await stdout };
}

const joinLine = (server: ChildServer, dialect: string): string =>
  new RegExp(`^listening ${dialect}://\\S+ join: (.*)$`, 'm').exec(server.stdout)?.[1] ?? '';

test(
  'the command that joins works where it was printed, in another directory than the checkout',
  { skip },
  async () => {
    using dir = new TemporaryDirectory();
    const listen = ['nick://127.0.0.1:0', 'pdu://127.0.0.1:0'].flatMap((url) => ['--listen', url]);
    const args = ['serve', ...listen, '--data', ':memory:', '--grace', '0'];
    await using server = new ChildServer(args, { cwd: dir.path });
    await server.ready();
    assert.doesNotMatch(joinLine(server, 'nick'), /npx/);
    const alice = await server.join('alice');
    const nick = await pasted(`${joinLine(server, 'nick')} --name bob`, dir.path, 'pasted\n');
    assert.equal(nick.code, 0, nick.stdout);
    await alice.hears('bob: pasted');
    const pdu = await pasted(joinLine(server, 'pdu'), dir.path, 'user1\npass1\nhello\n');
    assert.equal(pdu.code, 0, pdu.stdout);
    await alice.hears('user1: hello');
  },
);

test('in the checkout it is npx', { skip }, async () => {
  await using server = await ChildServer.serve(['--data', ':memory:']);
  assert.match(joinLine(server, 'nick'), /^npx polylogue nick client 127\.0\.0\.1 \d+$/);
});

test('a shell comment is not an argument', async () => {
  const { code, stdout } = await command(['--version', '#', 'user1', 'with', 'pass1']);
  assert.deepEqual([code, /^\d+\.\d+\.\d+\n$/.test(stdout)], [0, true]);
});
