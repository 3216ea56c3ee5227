import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { keptCredentials, readCredentials } from './certificate-files.ts';

const now = Date.UTC(2026, 10, 20);

function directory(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-certificate-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

test('made once, and kept', (t) => {
  const dir = join(directory(t), 'data');
  const made = keptCredentials(dir, now);
  assert.deepEqual(keptCredentials(dir, now), made);
  assert.equal(made.file, join(dir, 'quic-certificate.pem'));
  assert.equal(statSync(join(dir, 'quic-private-key.pem')).mode & 0o777, 0o600);
});

test('made anew before they end', (t) => {
  const dir = directory(t);
  const made = keptCredentials(dir, now);
  const late = now + 3650 * 86_400_000;
  assert.notEqual(keptCredentials(dir, late).cert, made.cert);
});

test('given ones are read, and what they are not is said', (t) => {
  const dir = directory(t);
  const { cert, key, file } = keptCredentials(dir, now);
  const keyFile = join(dir, 'quic-private-key.pem');
  assert.deepEqual(readCredentials(file, keyFile), { cert, key, file });
  assert.throws(() => readCredentials(keyFile, file), { message: `${keyFile} holds no certificate in PEM.` });
  const other = join(dir, 'other');
  writeFileSync(other, 'hello');
  assert.throws(() => readCredentials(file, other), { message: `${other} holds no private key in PEM.` });
  assert.throws(() => readCredentials(join(dir, 'none'), keyFile), { code: 'ENOENT' });
});
