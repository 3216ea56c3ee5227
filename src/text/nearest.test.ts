import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nearest } from './nearest.ts';

const words = ['serve', 'history', 'account add', 'account list', 'nick client', 'nick server', 'direct server'];

const meant: readonly (readonly [string, string | undefined])[] = [
  ['serv', 'serve'],
  ['sevre', 'serve'],
  ['histroy', 'history'],
  ['nik client', 'nick client'],
  ['nick sever', 'nick server'],
  ['direkt server', 'direct server'],
  ['HISTORY', 'history'],
  ['his', 'history'],
  ['account', undefined],
  ['gopher', undefined],
  ['x', undefined],
  ['', undefined],
  ['s', undefined],
  ['x'.repeat(100_000), undefined],
];
for (const [typed, word] of meant) {
  test(`who types ${JSON.stringify(typed.slice(0, 20))} means ${word ?? 'nothing we know'}`, () => {
    assert.equal(nearest(typed, words), word);
  });
}

test('a short word with two errors is another word', () => {
  assert.equal(nearest('quit', ['edit', 'exits']), undefined);
  assert.equal(nearest('eidt', ['edit', 'exits']), 'edit');
});

test('the nearest of several is taken', () => {
  assert.equal(nearest('cat', ['bat', 'cart', 'cats', 'cat']), 'cat');
});
