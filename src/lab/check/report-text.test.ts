import assert from 'node:assert/strict';
import { test } from 'node:test';

import { define } from './define-check.ts';
import { rowsOf, styleFor } from './report-text.ts';
import type { Result } from './run-check.ts';
import { Exchange } from './exchange.ts';

const check = define({
  id: 'delivers',
  title: 'delivers TARGET: MESSAGE to the target as [SENDER] MESSAGE, and to nobody else',
  from: { code: '"User2: Hey" from User1 reaches User2 as "[User1] Hey", with a newline at its end' },
  play: async () => {},
});

const comparison = `  expected  ${'x'.repeat(90)}\n  got       (nothing)`;

const result: Result = {
  verdict: 'failed',
  check,
  ms: 1,
  cause: 'The newline at the end of the message is missing: a client that reads lines waits for it forever.',
  failed: {
    check: 'delivers',
    side: 'server',
    exchange: new Exchange(),
    printed: { stdout: '', stderr: '' },
    end: undefined,
    isUnreached: false,
    says: 'bob does not hear this in time',
    actor: 'bob',
    heard: new Uint8Array(),
    expected: undefined,
    comparison,
    context: 'bob opens direct\nbob C: bob\\n',
  },
};

const rows = (columns?: number): readonly string[] =>
  rowsOf({ check, verdict: 'failed', result, passes: 0, runs: 1 }, 'code', styleFor(false, columns));

test('on a terminal sentences are broken between words, and bytes are not', () => {
  assert.deepEqual(rows(80), [
    '✘ delivers             delivers TARGET: MESSAGE to the target as [SENDER]',
    '                       MESSAGE, and to nobody else',
    '    Bob does not hear this in time.',
    '',
    ...comparison.split('\n').map((row) => `    ${row}`),
    '',
    '    Likely cause: The newline at the end of the message is missing: a client',
    '    that reads lines waits for it forever.',
    '',
    '    As the original program behaves: "User2: Hey" from User1 reaches User2 as',
    '    "[User1] Hey", with a newline at its end.',
    '',
    '    How the conversation should go, up to there:',
    '      bob opens direct',
    '      bob C: bob\\n',
    '',
  ]);
});

test('elsewhere each sentence stays on one line', () => {
  assert.equal(rows().filter((row) => row.startsWith('    Likely cause: ') && row.endsWith('forever.')).length, 1);
});
