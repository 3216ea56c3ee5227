import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { dialects } from '#dialects/index.ts';
import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { connectTcp } from '#link/tcp/tcp.ts';
import { readCommandLine } from '#server/command-line.ts';
import { UsageError } from '#server/command.ts';
import { readDialectServerOptions, serverCommand } from '#server/run-dialect-server.ts';
import { withDemoAccounts } from '#server/demo-accounts.ts';
import { readServeOptions, serveCommand } from '#server/run-serve.ts';
import type { ServeOptions } from '#server/serve-options.ts';
import { serve } from '#server/serve.ts';
import { output } from './command.ts';
import { TemporaryDirectory } from './local-server.ts';
import { NickPeer } from './nick-peer.ts';
import { servedInMemory } from './served.ts';

function optionsOf(...args: readonly string[]): Readonly<Record<string, string>> {
  const given = readCommandLine(serverCommand(pdu), args);
  assert.ok(given !== 'help');
  return readDialectServerOptions(given, 'data', pdu).listen[0]?.options ?? {};
}

async function start(t: TestContext, options: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const [lines, registered]: [string[], string[]] = [[], []];
  const listen = [{ dialect: pdu, host: '127.0.0.1', port: 0, policy: {}, options }];
  const print = (line: string): void => void lines.push(line.replaceAll(/:\d+/g, ''));
  const log = (event: string): void => void (event === 'registered' && registered.push(event));
  const serving = await serve({ ...servedInMemory, listen }, { print, log });
  t.after(() => serving.stop(Promise.resolve()));
  return [registered.length > 0 ? 'made' : 'none', ...lines.filter((line) => !line.startsWith('listening'))];
}

test('the accounts of the original are created if requested, and reported', async (t) => {
  const told = await start(t, { 'demo-accounts': 'yes' });
  assert.deepEqual(told, ['made', 'pdu: everybody knows the passwords of user1 and user2', 'ready']);
});

test('otherwise there are none', async (t) => {
  assert.deepEqual(await start(t, {}), ['none', 'ready']);
});

test('the start warns about demo accounts', async (t) => {
  const told = await start(t, { lobby: 'yes' });
  const help = pdu.options?.['lobby']?.help;
  assert.deepEqual(told, ['none', `pdu://127.0.0.1 lobby: ${help}`, 'ready']);
});

test('the server of pdu has them by default only on loopback', () => {
  assert.deepEqual(optionsOf(), { 'demo-accounts': 'yes' });
  assert.deepEqual(optionsOf('--host', 'localhost'), { 'demo-accounts': 'yes' });
  assert.deepEqual(optionsOf('--host', '0.0.0.0'), {});
  assert.deepEqual(optionsOf('--host', '0.0.0.0', '--demo-accounts'), { 'demo-accounts': 'yes' });
  assert.deepEqual(optionsOf('--no-demo-accounts'), {});
  assert.throws(() => optionsOf('--demo-accounts', '--no-demo-accounts'), UsageError);
});

const onAll = '0.0.0.0';

test('under serve they are there while only this machine can reach any listener, and nobody has said otherwise', () => {
  const optionsFor = (...urls: readonly string[]): readonly unknown[] => {
    const given = readCommandLine(
      serveCommand(dialects),
      urls.flatMap((url) => ['--listen', url]),
    );
    assert.ok(given !== 'help');
    return withDemoAccounts(readServeOptions(given, 'data', dialects)).listen.map(({ options }) => options);
  };
  const yes = { 'demo-accounts': 'yes' };
  assert.deepEqual(optionsFor('pdu://', 'nick://[::1]'), [yes, {}]);
  assert.deepEqual(optionsFor('pdu://localhost?lobby=yes'), [{ ...yes, lobby: 'yes' }]);
  assert.deepEqual(optionsFor('pdu://?demo-accounts=no'), [{ 'demo-accounts': 'no' }]);
  assert.deepEqual(optionsFor('pdu://', `nick://${onAll}`), [{}, {}]);
  assert.deepEqual(optionsFor('pdu://?demo-accounts=yes', `nick://${onAll}`), [yes, {}]);
});

/** Whether these passwords log in as `user1`, on nick, in a chat with this data and these listeners. */
async function opens(dir: string, listen: ServeOptions['listen'], ...passwords: readonly string[]): Promise<boolean[]> {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const serving = await serve(
    { ...servedInMemory, data: dir, durability: 'relaxed', listen },
    { print, log: () => {} },
  );
  try {
    const port = Number(/^listening nick:\/\/\S+:(\d+) /m.exec(lines.join('\n'))?.[1]);
    const opened: boolean[] = [];
    for (const password of passwords) {
      const peer = new NickPeer(await connectTcp({ host: '127.0.0.1', port }));
      await peer.hears('HELLO');
      peer.say(`NICK user1 ${password}`);
      opened.push((await peer.next()) === 'READY');
      peer.link.abort();
    }
    return opened;
  } finally {
    await serving.stop(Promise.resolve());
  }
}

test('demo accounts of an earlier run are locked on every dialect while others can reach the server', async () => {
  using dir = new TemporaryDirectory();
  const here = { dialect: nick, host: '127.0.0.1', port: 0, policy: {}, options: {} };
  const everywhere = { ...here, host: onAll };
  const made = { ...here, dialect: pdu, options: { 'demo-accounts': 'yes' } };
  assert.deepEqual(await opens(dir.path, [here, made], 'pass1'), [true]);
  assert.deepEqual(await opens(dir.path, [everywhere], 'pass1'), [false]);
  assert.deepEqual(await opens(dir.path, [here, { ...made, host: onAll, options: {} }], 'pass1'), [false]);
  assert.deepEqual(await opens(dir.path, [everywhere, made], 'pass1'), [true]);
  await output(['account', 'passwd', 'user1', '--data', dir.path], 'correct-horse-battery\n');
  assert.deepEqual(await opens(dir.path, [everywhere], 'correct-horse-battery'), [true]);
});

test('the line that joins names them, in a comment of the shell', async (t) => {
  const lines: string[] = [];
  const listen = [{ dialect: pdu, host: '127.0.0.1', port: 0, policy: {}, options: { 'demo-accounts': 'yes' } }];
  const print = (line: string): void => void lines.push(line);
  const serving = await serve({ ...servedInMemory, listen }, { print, log: () => {} });
  t.after(() => serving.stop(Promise.resolve()));
  const joins = lines.filter((line) => line.startsWith('listening pdu://'));
  assert.equal(joins.length, 1);
  assert.match(joins[0] ?? '', /join: \S.* pdu client 127\.0\.0\.1 \d+  # user1 with pass1 or user2 with pass2$/);
});
