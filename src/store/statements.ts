import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { sql } from './sql.ts';

/**
 * The store's statements, prepared once. Rows come as arrays, which costs half of what objects do. Statements without
 * rows are run with `get()` too: `run()` makes an unused object for a count, a tenth of the time of an insert.
 */
export type Statements = { readonly [name in keyof typeof sql]: StatementSync };

export function prepare(db: DatabaseSync): Statements {
  const prepared = Object.entries(sql).map(([name, text]) => [name, db.prepare(text, { returnArrays: true })]);
  // The keys are those of `sql`, which `Object.entries` does not tell.
  return Object.fromEntries(prepared) as Statements;
}
