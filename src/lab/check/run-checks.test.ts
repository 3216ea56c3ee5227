import assert from 'node:assert/strict';
import { test } from 'node:test';

import { freePort } from '#lab/free-port.ts';

import type { Suite } from './check.ts';
import { define } from './define-check.ts';
import { runChecks } from './run-checks.ts';
import { addressTarget } from './target.ts';

const opens = (id: string) =>
  define({ id, title: 'opens', from: { code: 'it opens' }, play: async (scene) => void (await scene.open('alice')) });

test('once a server that ran already is gone, nothing more is said of it', async () => {
  const suite: Suite = {
    dialect: 'nick',
    side: 'server',
    checks: [opens('first'), opens('second')],
    hints: [() => 'what the dialect would say'],
    causes: {},
  };
  const target = addressTarget('127.0.0.1', await freePort(), 0);
  const [first, second] = await runChecks(target, suite, 'code', { timeout: 1000, silence: 20, longest: 5000 });
  assert.ok(first?.verdict === 'failed');
  assert.match(first.cause ?? '', /^No server listens there/);
  assert.deepEqual(second?.verdict === 'not reached' && second.because, ['first']);
});
