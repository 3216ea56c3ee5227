import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Exchange } from './exchange.ts';
import type { Failed } from './failed.ts';
import { commonHints } from './hints.ts';

const failed = (says: string): Failed => ({
  side: 'server',
  check: 'hello',
  says,
  actor: undefined,
  heard: new Uint8Array(),
  expected: undefined,
  comparison: '',
  context: '',
  exchange: new Exchange(),
  printed: { stdout: '', stderr: '' },
  end: undefined,
  isUnreached: false,
});
const cause = (says: string): string => commonHints.map((hint) => hint(failed(says))).find(Boolean) ?? '';

test('a program that does not listen where it is told', () => {
  const says = 'the program accepts no link on port 20001 of 127.0.0.1 in 1000 ms';
  assert.match(cause(`${says}, but listens on port 8080; it was started as: x`), /give --port 8080/);
  assert.match(cause(`${says}; it was started as: x`), /runs, but does not listen/);
});
