import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { terminals } from './pty.ts';
import { TerminalProgram } from './terminal-program.ts';

const skip = terminals() === 'none' && 'neither python3 with pty nor script';
const soon = (): number => performance.now() + 100_000;

test('a program sees a terminal, is typed to, is interrupted, and ends', { skip }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-terminal-test-'));
  const path = join(dir, 'client.js');
  writeFileSync(
    path,
    'process.stdout.write(`${process.stdin.isTTY} ${process.argv[2]} \\u001b[31mName:\\u001b[0m `);\n' +
      "process.stdin.once('data', (line) => console.log(`hello ${String(line).trim()}`));\n" +
      "process.once('SIGINT', () => { console.log('interrupted'); process.exit(3); });\n",
  );
  const program = new TerminalProgram({ path, args: ['{port}', '{other}'] }, { port: '4021' });
  try {
    assert.ok(await program.shows(/true 4021 Name: /, soon()), program.shown);
    program.type('bob\n');
    assert.ok(await program.shows(/hello bob/, soon()), program.shown);
    assert.equal(
      await program.shows(/hello bob/, performance.now() + 1),
      false,
      'text that was already matched does not count again',
    );
    program.interrupt();
    assert.ok(await program.shows(/interrupted/, soon()), program.shown);
    assert.ok(await program.ends(soon()));
    assert.equal(program.end, 'exit code 3');
  } finally {
    await program.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
