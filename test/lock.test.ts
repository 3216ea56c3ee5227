import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('every package the lock names is locked by its contents', () => {
  const lock: unknown = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
  assert.ok(typeof lock === 'object' && lock !== null && 'packages' in lock);
  const { packages } = lock;
  assert.ok(typeof packages === 'object' && packages !== null);
  const fetched = Object.entries(packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && link !== true,
  );
  assert.ok(fetched.length > 20);
  const loose = fetched.filter(([, { integrity }]) => !String(integrity).startsWith('sha512-')).map(([path]) => path);
  assert.deepEqual(loose, []);
});
