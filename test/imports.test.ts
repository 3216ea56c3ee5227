import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { importTable, type Row } from './import-table.ts';

/** Every form of an import must be found; `bus` represents all rows. */
const forms: Readonly<Record<string, string>> = {
  type: `import type { X } from '#server/x.ts';\nexport type Y = X;`,
  inline: `export type Y = import('#server/x.ts').X;`,
  typeof: `export type Y = typeof import('#server/x.ts');`,
  dynamic: `await import('#server/x.ts');`,
  effect: `import '#server/x.ts';`,
  export: `export { x } from '#server/x.ts';`,
  star: `export * from '#server/x.ts';`,
};

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const watched = new Set(['eslint(no-restricted-imports)', 'typescript(consistent-type-imports)']);

/** Lints all files in one run, in a copy of the tree's shape; gives the numbers of the lines of each that `rules` report. */
async function lint(files: ReadonlyMap<string, string>, rules = watched): Promise<Map<string, Set<number>>> {
  const tree = await mkdtemp(join(tmpdir(), 'polylogue-imports-'));
  try {
    await copyFile(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
    for (const [file, text] of files) {
      await mkdir(dirname(join(tree, file)), { recursive: true });
      await writeFile(join(tree, file), text);
    }
    const reported = new Map<string, Set<number>>([...files.keys()].map((file) => [file, new Set<number>()]));
    for (const { code, filename, labels } of await runLinter(tree)) {
      const line = labels[0]?.span.line;
      if (rules.has(code) && line !== undefined) reported.get(filename.replaceAll('\\', '/'))?.add(line);
    }
    return reported;
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

function runLinter(tree: string): Promise<readonly Diagnostic[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Diagnostic[]>();
  const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '--format=json', '.'];
  execFile(process.execPath, args, { cwd: tree, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
    // It exits with 1 because it has found errors, as intended.
    if (stdout.startsWith('{')) resolve(JSON.parse(stdout).diagnostics);
    else reject(new Error(`oxlint did not run: ${stderr}`, { cause: error }));
  });
  return promise;
}

suite('the linter enforces the import table', () => {
  const imports = ({ may, mayNot }: Row): string[] => [...may, ...mayNot];
  let reported: Map<string, Set<number>>;

  before(async () => {
    const files = new Map<string, string>();
    for (const row of importTable) {
      files.set(
        row.file,
        imports(row)
          .map((from, at) => `import { x as x${at} } from '${from}';\n`)
          .join(''),
      );
    }
    for (const [name, text] of Object.entries(forms)) files.set(`src/bus/${name}.ts`, `${text}\n`);
    reported = await lint(files);
  });

  for (const row of importTable) {
    test(row.file, () => {
      const refused = imports(row).filter((_, at) => reported.get(row.file)?.has(at + 1));
      assert.deepEqual(refused, row.mayNot);
    });
  }

  for (const name of Object.keys(forms)) {
    test(`an import written as ${name}`, () => {
      assert.equal(reported.get(`src/bus/${name}.ts`)?.size, 1);
    });
  }

  test('two files may not import each other, not even types', async () => {
    const files = new Map([
      ['src/bus/first.ts', `import type { Second } from './second.ts';\nexport type First = Second;\n`],
      ['src/bus/second.ts', `import type { First } from './first.ts';\nexport type Second = First[];\n`],
    ]);
    const cycles = await lint(files, new Set(['import(no-cycle)']));
    assert.deepEqual([...cycles.values()], [new Set([1]), new Set([1])]);
  });
});
