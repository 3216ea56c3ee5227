import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { sql } from './sql.ts';

/**
 * The store's statements. Each is prepared at its first use, because preparing all takes 8 ms. Rows are arrays, which
 * cost half of objects. Statements without rows are also run with `get()`, because `run()` creates an unused result
 * object, which takes a tenth of the time of an insert.
 */
export type Statements = { readonly [name in keyof typeof sql]: StatementSync };

export function prepare(db: DatabaseSync): Statements {
  const preparing = Object.entries(sql).map(([name, text]): [string, PropertyDescriptor] => [
    name,
    {
      // Replaces the getter of the prototype with a plain property of the object.
      get(this: object) {
        const value = db.prepare(text, { returnArrays: true });
        Object.defineProperty(this, name, { value });
        return value;
      },
    },
  ]);
  // `Object.entries` loses the type of the keys, which are those of `sql`.
  return Object.create(Object.defineProperties({}, Object.fromEntries(preparing))) as Statements;
}
