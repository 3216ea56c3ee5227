import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { namesIn } from './route.ts';
import { routes } from './routes/table.ts';

const page = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

/** The row that has a path and a method between backticks in its first cell: `GET /rooms`, or `POST` and `/rooms`. */
const rowOf = (method: string, path: string): string | undefined =>
  rows.find((row) => {
    const codes = (row.split(' | ')[0] ?? '').match(/(?<=`)[^`,|]+(?=`)/g) ?? [];
    return codes.some((code) => code.endsWith(path)) && codes.some((code) => code.split(' ')[0] === method);
  });

test('docs/api.md has each route, with its method and its fields', () => {
  // The path of a webhook has a section.
  const described = routes(1).filter(({ path }) => !path.startsWith('/hooks/'));
  const missing = described.flatMap(({ method, path, fields }) => {
    const row = rowOf(method.toUpperCase(), path);
    if (row === undefined) return [`${method} ${path}`];
    const elsewhere = new Set(namesIn(path));
    // The lists of the server share the fields of those of rooms, but for the name.
    if (path.startsWith('/lists/')) elsewhere.add('name');
    const asked = 'shape' in fields ? Object.keys(fields.shape ?? {}) : [];
    return asked
      .filter((name) => !elsewhere.has(name) && !row.includes(`\`${name}`))
      .map((name) => `${method} ${path}: ${name}`);
  });
  assert.deepEqual(missing, []);
});
