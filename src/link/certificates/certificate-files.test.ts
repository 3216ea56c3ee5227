import assert from 'node:assert/strict';
import { lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { keptCredentials, readCredentials, writeNew } from './certificate-files.ts';

const now = Date.UTC(2026, 10, 20);

function directory(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-certificate-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

test('credentials are made once and kept', (t) => {
  const dir = join(directory(t), 'data');
  const made = keptCredentials(dir, now);
  assert.deepEqual(keptCredentials(dir, now), made);
  assert.equal(made.file, join(dir, 'quic-certificate.pem'));
  assert.equal(statSync(join(dir, 'quic-private-key.pem')).mode & 0o777, 0o600);
});

test('credentials are made again before they expire', (t) => {
  const dir = directory(t);
  const made = keptCredentials(dir, now);
  const late = now + 3650 * 86_400_000;
  assert.notEqual(keptCredentials(dir, late).cert, made.cert);
});

test('given files are read, and an error says what is wrong with them', (t) => {
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

test(
  'no symbolic link is followed when they are written',
  { skip: process.platform === 'win32' && 'no modes there' },
  (t) => {
    const dir = directory(t);
    const [certFile, keyFile] = [join(dir, 'quic-certificate.pem'), join(dir, 'quic-private-key.pem')];
    const other = join(dir, 'other');
    writeFileSync(other, 'untouched', { mode: 0o644 });
    for (const name of [`${certFile}.new`, `${keyFile}.new`]) symlinkSync(other, name);
    for (const name of [certFile, keyFile]) symlinkSync(join(dir, 'nowhere'), name);
    const { cert, key } = keptCredentials(dir, now);
    assert.equal(readFileSync(other, 'utf8'), 'untouched');
    assert.deepEqual([readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')], [cert, key]);
    for (const [name, mode] of [
      [certFile, 0o644],
      [keyFile, 0o600],
    ] as const) {
      const found = lstatSync(name);
      assert.deepEqual([found.isFile(), found.mode & 0o777], [true, mode & ~process.umask()]);
    }
  },
);

test('a new file never overwrites an existing one', (t) => {
  const dir = directory(t);
  writeNew(join(dir, 'one'), 'one', 0o600);
  assert.throws(() => writeNew(join(dir, 'one'), 'two', 0o600), { code: 'EEXIST' });
  symlinkSync(join(dir, 'nowhere'), join(dir, 'link'));
  assert.throws(() => writeNew(join(dir, 'link'), 'two', 0o600), { code: 'EEXIST' });
  assert.equal(readFileSync(join(dir, 'one'), 'utf8'), 'one');
});
