import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { UsageError } from '#server/command.ts';
import { programFile, programLine } from './program-line.ts';

const dir = mkdtempSync(join(tmpdir(), 'polylogue-program-line-'));
after(() => rmSync(dir, { recursive: true, force: true }));
for (const name of ['server.py', 'server.sh', 'server', 'nick']) writeFileSync(join(dir, name), '');
chmodSync(join(dir, 'server'), 0o755);
mkdirSync(join(dir, 'classes'));

test('a command line holds in every directory', () => {
  const server = join(dir, 'server.py');
  assert.deepEqual(programLine(['server.py', '{port}'], dir), { path: server, args: ['{port}'] });
  assert.deepEqual(programLine(['./server', '-p', '{port}'], dir).path, join(dir, 'server'));
  assert.deepEqual(programLine(['sh', 'server.sh', '-x.y', 'nick', 'missing.py', '127.0.0.1'], dir), {
    path: 'sh',
    args: [join(dir, 'server.sh'), '-x.y', 'nick', 'missing.py', '127.0.0.1'],
  });
  assert.deepEqual(programLine(['sh', '-cp', './classes', '.'], dir).args, ['-cp', join(dir, 'classes'), dir]);
});

const skip = process.platform === 'win32' && 'Windows finds programs in other ways';

test('a program that cannot be started is reported before the checks', { skip }, () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['nothing.py', /^There is no file nothing\.py\.$/],
    ['./classes', /^\.\/classes is a directory\./],
    [
      './server.sh',
      /^\.\/server\.sh cannot be started: make it executable \(chmod \+x \.\/server\.sh\), or name what runs it/,
    ],
    ['server', /^There is no program "server" on the PATH\. Did you mean \.\/server\?$/],
    ['no-such-program', /^There is no program "no-such-program" on the PATH\.$/],
  ];
  for (const [word, says] of wrong) {
    assert.throws(
      () => programLine([word, '{port}'], dir),
      (error) => error instanceof UsageError && says.test(error.message),
      word,
    );
  }
  assert.throws(() => programFile('nothing', dir), /There is no file nothing\./);
});
