import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';

import { freePort } from '#lab/free-port.ts';

import type { Suite } from './check.ts';
import { define } from './define-check.ts';
import { runChecks } from './run-checks.ts';
import { addressTarget } from './target.ts';

const times = { timeout: 60_000, silence: 20, longest: 100_000 } as const;

const opens = (id: string) =>
  define({ id, title: 'opens', from: { code: 'it opens' }, play: async (scene) => void (await scene.open('alice')) });

test('once a server that ran already is gone, no more checks are reported', async () => {
  const suite: Suite = {
    dialect: 'nick',
    side: 'server',
    checks: [opens('first'), opens('second')],
    hints: [() => 'what the dialect would say'],
    causes: {},
  };
  const target = addressTarget('127.0.0.1', await freePort(), 0);
  const [first, second] = await runChecks(target, suite, 'code', times);
  assert.ok(first?.verdict === 'failed');
  assert.match(first.cause ?? '', /^No server listens there/);
  assert.deepEqual(second?.verdict === 'not reached' && second.because, ['first']);
});

test('a server that runs on is left without a reset', async () => {
  const ends: Promise<string>[] = [];
  const server = createServer((socket) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    socket.on('error', ({ message }) => resolve(message)).on('end', () => resolve('end'));
    socket.write('HELLO');
    socket.resume();
    ends.push(promise);
  });
  const port = await freePort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const suite: Suite = { dialect: 'nick', side: 'server', checks: [opens('first')], hints: [], causes: {} };
  const target = addressTarget('127.0.0.1', port, 0);
  const [result] = await runChecks(target, suite, 'code', times);
  assert.equal(result?.verdict, 'passed');
  assert.deepEqual(await Promise.all(ends), ['end']);
  server.close();
});
