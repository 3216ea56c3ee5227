import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { transcriptSuite } from './transcript.suite.ts';

/** Runs the suite over these files in a separate process, on a server that only greets. */
function run(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'transcripts-'));
  try {
    mkdirSync(join(folder, 'deeper'));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    const main = join(folder, 'main.mjs');
    writeFileSync(
      main,
      `import { echo, serverOf } from ${JSON.stringify(import.meta.resolve('./echo.suite.ts'))};
      import { transcriptSuite } from ${JSON.stringify(import.meta.resolve('./transcript.suite.ts'))};
      const open = () => ({ ...serverOf(echo), close: async () => console.log('server closed') });
      transcriptSuite(new URL('.', import.meta.url), 'in memory', open, { get timeout() { console.log('timeout asked'); return 10; } });`,
    );
    const env = { ...process.env };
    delete env['NODE_TEST_CONTEXT'];
    return spawnSync(execPath, ['--test-reporter=tap', main], { env, encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('every transcript in a folder is a separate test, and one that cannot be played is skipped with the reason', () => {
  const output = run({
    'b.txt': 'alice opens nick\nalice S: HELLO\n',
    'deeper/a.txt': 'alice opens nick\nalice S: HELP\n',
    'c.txt': 'alice opens nick\nserver restarts\n',
    'd.txt': 'alice\n',
    'e.txt': Uint8Array.of(0x23, 0xff),
    'notes.md': 'not a transcript',
  });
  assert.match(output, / ok 1 - b\.txt\n/);
  assert.match(output, / ok 2 - c\.txt # SKIP line 2: this server cannot be restarted from here\n/);
  assert.match(output, / not ok 3 - d\.txt\n/);
  assert.match(output, /d\.txt:1: cannot read/);
  assert.match(output, / not ok 5 - e\.txt\n/);
  assert.match(output, / not ok 4 - deeper.a\.txt\n/);
  assert.match(output, /a\.txt:2: alice hears something else/);
  assert.match(output, /# tests 5\n/);
  assert.equal(output.match(/server closed/g)?.length, 3);
  assert.equal(output.match(/timeout asked/g)?.length, 2);
});

test('a folder without transcripts is a mistake', () => {
  const folder = mkdtempSync(join(tmpdir(), 'transcripts-'));
  assert.throws(
    () => transcriptSuite(pathToFileURL(folder), 'nowhere', () => assert.fail()),
    /there are no transcripts/,
  );
  rmSync(folder, { recursive: true });
});
