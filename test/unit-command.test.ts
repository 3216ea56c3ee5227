import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TemporaryDirectory } from './local-server.ts';

const program = fileURLToPath(new URL('../tools/unit.js', import.meta.url));

/** What `npm run unit -- ARGS`, called in a directory, prints of the tests that ran. */
function ran(dir: string, ...args: readonly string[]): { passed: readonly string[]; exit: number | null } {
  // Without what makes the tests of a test part of it.
  const env = { ...process.env, INIT_CWD: dir, NODE_TEST_CONTEXT: undefined };
  const { stdout, status } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' });
  return { passed: [...stdout.matchAll(/^✔ (\w+) \(/gm)].map(([, name = '']) => name), exit: status };
}

test('only the files that are named run, and those of a folder', () => {
  using dir = new TemporaryDirectory();
  for (const name of ['one', 'two']) {
    writeFileSync(join(dir.path, `${name}.test.ts`), `import { test } from 'node:test';\ntest('${name}', () => {});\n`);
  }
  assert.deepEqual(ran(dir.path, 'two.test.ts'), { passed: ['two'], exit: 0 });
  assert.deepEqual(ran(dir.path, '.'), { passed: ['one', 'two'], exit: 0 });
  assert.deepEqual(ran(dir.path, 'three.test.ts'), { passed: [], exit: 1 });
});
