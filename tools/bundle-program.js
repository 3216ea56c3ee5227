// Bundles the program into a folder of build/program for the processes that tests start: with its 600 files put into a few,
// it starts in half of the time. They come here by `run-bundle.js`. Prints the folder: another state of the sources has
// another one, so that tests of an earlier state that still run keep theirs.
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const all = resolve(root, 'build/program');
const day = 24 * 60 * 60_000;

/** Changes with each source; a folder changes with the names in it. */
function stateOfSources() {
  const sources = [...globSync('src/**', { cwd: root }).sort(), 'tools/bundle-program.js', 'package-lock.json'];
  const hash = createHash('sha256');
  for (const path of sources)
    hash.update(`${path} ${statSync(resolve(root, path), { throwIfNoEntry: false })?.mtimeMs}\n`);
  return hash.digest('hex').slice(0, 16);
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

async function bundle(into) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outdir: into,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: ['@matrixai/quic', 'ws', 'csv-parse'],
    plugins: [keepAddresses],
    logLevel: 'error',
  });
}

/** Makes it beside its place, until it is whole: another run may be making the same. */
async function make(folder) {
  const fresh = `${folder}.${process.pid}`;
  await bundle(fresh);
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Those that no run has used for a day. */
function removeOld() {
  for (const name of readdirSync(all)) {
    const path = resolve(all, name);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > day)
      rmSync(path, { recursive: true, force: true });
  }
}

const folder = resolve(all, stateOfSources());
mkdirSync(all, { recursive: true });
if (!existsSync(folder)) await make(folder);
utimesSync(folder, new Date(), new Date());
removeOld();
console.log(folder);
