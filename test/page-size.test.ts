import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

// `npm run unit` has built it.
const assets = fileURLToPath(new URL('../build/web/assets', import.meta.url));

test('all script of the page in one language, the inspector too, is at most 60 kB, compressed', () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js') && !name.startsWith('german'));
  const sizes = scripts.map((name) => gzipSync(readFileSync(join(assets, name))).length);
  const sum = sizes.reduce((all, size) => all + size, 0);
  assert.ok(scripts.length > 0 && sum <= 60_000, `${sum} bytes`);
});
