import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { pdu } from '#dialects/pdu/pdu.ts';
import { readCommandLine } from '#server/command-line.ts';
import { UsageError } from '#server/command.ts';
import { readDialectServerOptions, serverCommand } from '#server/run-dialect-server.ts';
import { serve } from '#server/serve.ts';
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
  return [`${registered.length} accounts`, ...lines.filter((line) => !line.startsWith('listening'))];
}

test('the accounts of the original are made where they are wanted, and that is said', async (t) => {
  const told = await start(t, { 'demo-accounts': 'yes' });
  assert.deepEqual(told, ['2 accounts', 'pdu: everybody knows the passwords of user1 and user2', 'ready']);
});

test('otherwise there are none', async (t) => {
  assert.deepEqual(await start(t, {}), ['0 accounts', 'ready']);
});

test('what is said aloud is told at the start', async (t) => {
  const told = await start(t, { lobby: 'yes' });
  const help = pdu.options?.['lobby']?.help;
  assert.deepEqual(told, ['0 accounts', `pdu://127.0.0.1 lobby: ${help}`, 'ready']);
});

test('pdu’s own server has them on this machine alone, unless told otherwise', () => {
  assert.deepEqual(optionsOf(), { 'demo-accounts': 'yes' });
  assert.deepEqual(optionsOf('--host', 'localhost'), { 'demo-accounts': 'yes' });
  assert.deepEqual(optionsOf('--host', '0.0.0.0'), {});
  assert.deepEqual(optionsOf('--host', '0.0.0.0', '--demo-accounts'), { 'demo-accounts': 'yes' });
  assert.deepEqual(optionsOf('--no-demo-accounts'), {});
  assert.throws(() => optionsOf('--demo-accounts', '--no-demo-accounts'), UsageError);
});
