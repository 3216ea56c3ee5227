import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from './connection.ts';
import { migrations } from './migrations.ts';
import { sql } from './sql.ts';

/**
 * Tables that are read whole on purpose. They have a row for each session that is present, each node's run, each
 * setting of the chat, or each operator of the server.
 */
const wholes = new Map([
  ['present', ['SCAN s']],
  ['progress', ['SCAN progress']],
  ['serverOwnersAndOperators', ['SCAN account USING INDEX account_role']],
  ['chatSettings', ['SCAN chat_setting']],
  // Iterates the requested seqs.
  ['entriesAt', ['SCAN 50-ROW VALUES CLAUSE']],
]);
/** Sorted on purpose: results of a search by time. */
const sorts = new Set(['timeRanges']);

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

test('a plan that reads a whole table is detected', () => {
  assert.deepEqual(plan('SELECT id FROM guest WHERE name = ?'), ['SCAN guest']);
});
