import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { sql } from './sql.ts';

/**
 * The store's statements, each prepared when it is first used: all of them take 8 ms. Rows come as arrays, which costs half
 * of what objects do. Statements without rows are run with `get()` too: `run()` makes an unused object for a count, a tenth
 * of the time of an insert.
 */
export type Statements = { readonly [name in keyof typeof sql]: StatementSync };

export function prepare(db: DatabaseSync): Statements {
  const preparing = Object.entries(sql).map(([name, text]): [string, PropertyDescriptor] => [
    name,
    {
      // Replaced by a plain property of the object that is asked: the getter belongs to its prototype.
      get(this: object) {
        const value = db.prepare(text, { returnArrays: true });
        Object.defineProperty(this, name, { value });
        return value;
      },
    },
  ]);
  // The keys are those of `sql`, which `Object.entries` does not tell.
  return Object.create(Object.defineProperties({}, Object.fromEntries(preparing))) as Statements;
}
