import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encapsulationExamples } from '../examples/make-encapsulation.ts';
import { TemporaryDirectory } from './local-server.ts';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));
const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));
const standIn = fileURLToPath(new URL('pandas-stand-in', import.meta.url));

describe('the examples of encapsulation', () => {
  for (const [name, bytes] of Object.entries(encapsulationExamples())) {
    test(`${name} is what is made today`, () => {
      const kept = readFileSync(join(examples, name));
      assert.ok(kept.equals(bytes), `${name} has changed. If it should: node examples/make-encapsulation.ts`);
    });
  }

  const skip = process.platform === 'win32' ? 'python3 has another name there' : false;
  test('the notebook prints what it says, cell by cell', { skip }, async (context) => {
    interface Cell {
      readonly cell_type: string;
      readonly source: readonly string[];
      readonly outputs?: readonly { readonly text: readonly string[] }[];
    }
    const { cells }: { readonly cells: readonly Cell[] } = JSON.parse(
      readFileSync(join(examples, 'encapsulation_notebook.ipynb'), 'utf8'),
    );
    const code = cells.filter(({ cell_type: type }) => type === 'code');
    const mark = 'end of a cell';
    const script = code.map(({ source }) => `${source.join('')}\nprint('${mark}')\n`).join('\n');
    const printed = await python(script);
    if (printed === undefined) return context.skip('python3 is not installed');
    const outputs = code.map(({ outputs: [output] = [] }) => output?.text.join('') ?? '');
    assert.deepEqual(printed.split(`${mark}\n`).slice(0, -1), outputs);
  });
});

/** The output of a script; undefined without Python. Its `npx` runs this checkout, without npm. */
async function python(script: string): Promise<string | undefined> {
  using dir = new TemporaryDirectory();
  const npx = join(dir.path, 'npx');
  writeFileSync(npx, `#!/bin/sh\nshift 2\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(npx, 0o755);
  const path = [dir.path, process.env['PATH']].join(delimiter);
  const env = { ...process.env, PATH: path, PYTHONPATH: standIn, PYTHONDONTWRITEBYTECODE: '1' };
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  execFile('python3', ['-c', script], { cwd: examples, env }, (error, stdout, stderr) => {
    if (error && 'code' in error && error.code === 'ENOENT') resolve(undefined);
    else if (error) reject(new Error(stderr, { cause: error }));
    else resolve(stdout);
  });
  return await promise;
}
