import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from './connection.ts';
import { migrations } from './migrations.ts';
import { sql } from './sql.ts';

/**
 * Read whole on purpose: as many rows as sessions are present, as nodes have runs, as the chat has settings, and
 * as the server has operators.
 */
const wholes = new Map([
  ['present', ['SCAN s']],
  ['progress', ['SCAN progress']],
  ['serverKeepers', ['SCAN account USING INDEX account_role']],
  ['chatSettings', ['SCAN chat_setting']],
  // The seqs asked for.
  ['entriesAt', ['SCAN json_each VIRTUAL TABLE INDEX 1:']],
]);
/** Sorted on purpose: what was found by time. */
const sorts = new Set(['stretches']);

const db = connect(':memory:', migrations);
const plan = (text: string): readonly string[] =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${text}`)
    .all()
    .map((row) => String(row['detail']));

for (const [name, text] of Object.entries(sql)) {
  test(`${name} reads through a key or an index`, () => {
    const steps = plan(text);
    assert.deepEqual(
      steps.filter((step) => step.includes('SCAN')),
      wholes.get(name) ?? [],
    );
    if (!sorts.has(name))
      assert.deepEqual(
        steps.filter((step) => step.includes('TEMP B-TREE')),
        [],
      );
  });
}

test('a plan that reads a whole table is seen', () => {
  assert.deepEqual(plan('SELECT id FROM guest WHERE name = ?'), ['SCAN guest']);
});
