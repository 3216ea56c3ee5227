// Bundles the program into build/program for the processes that tests start: with its 600 files put into a few, it starts
// in half of the time. They come here by `run-bundle.js`.
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = resolve(root, 'build/program');

const changed = (path) => statSync(resolve(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Whether nothing has changed since; a folder changes with the names in it. */
function isFresh() {
  const built = changed(`${out}/cli.js`);
  const sources = [...globSync('src/**', { cwd: root }), 'tools/bundle-program.js', 'package-lock.json'];
  return sources.every((path) => changed(path) < built);
}

/** Files that lie beside a source are looked for where it lies. */
const keepAddresses = {
  name: 'keep addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const address = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', address), loader: 'ts' };
    });
  },
};

async function bundle() {
  const { build } = await import('esbuild');
  // Beside the old one, until it is whole.
  const fresh = `${out}.${process.pid}`;
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: ['@matrixai/quic', 'ws', 'csv-parse'],
    plugins: [keepAddresses],
    logLevel: 'error',
  });
  rmSync(out, { recursive: true, force: true });
  renameSync(fresh, out);
}

if (!existsSync(out) || !isFresh()) await bundle();
