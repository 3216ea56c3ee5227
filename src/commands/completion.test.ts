import assert from 'node:assert/strict';
import { test } from 'node:test';

import { completingAt } from './completion.ts';

test('what may be offered at the end of a half-typed line', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['', '', ['person', 'room']],
    ['hello al', 'al', ['person', 'room']],
    ['/jo', 'jo', ['command']],
    ['/join ', '', ['room']],
    ['/join #tea ', '', []],
    ['/msg al', 'al', ['person', 'room']],
    ['/msg alice hello bo', 'bo', ['person']],
    ['/topic #t', '#t', ['person', 'room']],
    ['/topic #tea gr', 'gr', ['person']],
    ['/history bob 5', '5', []],
    ['/help ro', 'ro', ['command']],
    ['/xyzzy al', 'al', []],
  ];
  for (const [line, begun, kinds] of rows) {
    assert.deepEqual(completingAt(line, line.length), { from: line.length - begun.length, begun, kinds }, line);
  }
  assert.deepEqual(completingAt('/msg al hello', 7), { from: 5, begun: 'al', kinds: ['person', 'room'] });
});
