import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

// `npm run unit` has built it.
const page = fileURLToPath(new URL('../build/web', import.meta.url));
const sizeOf = (name: string): number => gzipSync(readFileSync(join(page, 'assets', name))).length;

test('the first script has at most 60 kB compressed, and each later part at most 12 kB', () => {
  const first = [...readFileSync(join(page, 'index.html'), 'utf8').matchAll(/assets\/([\w-]+\.js)"/g)].map(
    ([, name = '']) => name,
  );
  const later = readdirSync(join(page, 'assets')).filter((name) => name.endsWith('.js') && !first.includes(name));
  const sum = first.reduce((all, name) => all + sizeOf(name), 0);
  assert.ok(first.length > 0 && sum <= 60_000, `${sum} bytes`);
  const parts = later.map((name) => [name, sizeOf(name)] as const);
  assert.ok(later.length > 0);
  assert.deepEqual(
    parts.filter(([, size]) => size > 12_000),
    [],
  );
});
