// Builds the page (src/web) into build/web, or into the folder given, when something it is made of has changed: before
// `npm start`, before tests, and for the package. `index.html` names the rest, whose names contain their hash. Runs on Node 20
// too: in the shell that has just installed ours, `node` is still the one that was found before.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { gemoji } from 'gemoji';

const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv[2];
const out = resolve(root, given ?? 'build/web');
/** What the page was last made of. */
const made = `${root}/build/web-sources.txt`;

/** All files and folders below a folder, as paths from the root. */
const below = (folder) =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => `${folder}/${path}`);

const readmes = below('src/dialects').filter((path) => /^src.dialects.[^\\/]+.README\.md$/.test(path));
/** All that the page may be made of: more than it is, so that nothing is forgotten. */
const sources = [
  ...['src/web', 'src/text', 'src/client', 'src/commands', 'src/dialects/web', 'src/lab/capture'].flatMap(below),
  ...readmes,
  ...['package-lock.json', 'tools/build-web.js'],
];

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const list = `${sources.join('\n')}\n`;

function isFresh() {
  if (given !== undefined || !existsSync(`${out}/index.html`) || !existsSync(made)) return false;
  // A file that was removed changes no other file's time.
  if (readFileSync(made, 'utf8') !== list) return false;
  const built = changed(`${out}/index.html`);
  return sources.every((path) => changed(resolve(root, path)) <= built);
}

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 10);

/** Writes data that the page loads when it is needed; returns its address. */
function writeData(into, name, value) {
  const text = JSON.stringify(value);
  const file = `assets/${name}-${hashOf(text)}.json`;
  writeFileSync(`${into}/${file}`, text);
  return `/${file}`;
}

/** The names of emoji by `:name:`, as [emoji, category, name, …other names and words that find it]. */
const emoji = () => gemoji.map(({ emoji: sign, names, tags, category }) => [sign, category, ...names, ...tags]);

function readReadmes() {
  const entries = readmes.map((path) => [path.split(/[\\/]/).at(-2), readFileSync(resolve(root, path), 'utf8')]);
  return Object.fromEntries(entries);
}

async function bundle(into) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { page: 'src/web/main.tsx' },
    outdir: `${into}/assets`,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  const files = Object.entries(metafile.outputs);
  const [script] = files.find(([, { entryPoint }]) => entryPoint === 'src/web/main.tsx');
  const [style] = files.find(([path]) => path.endsWith('.css'));
  const address = (path) => `/assets/${basename(path)}`;
  // What the first script imports is asked for with it, not after it.
  const needed = metafile.outputs[script].imports.filter(({ kind }) => kind === 'import-statement');
  const preloads = needed.map(({ path }) => `<link rel="modulepreload" href="${address(path)}" />`).join('\n    ');
  return { script: address(script), style: address(style), preloads };
}

/** Another run may be putting the same there at the same time. */
function replace(old, fresh) {
  for (let left = 10; ; left--) {
    rmSync(old, { recursive: true, force: true });
    try {
      return renameSync(fresh, old);
    } catch (error) {
      if (left === 0 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
    }
  }
}

async function buildPage() {
  // Beside the old one, which a running server may still serve, until it is whole.
  const fresh = `${out}.${process.pid}`;
  mkdirSync(`${fresh}/assets`, { recursive: true });
  const names = await bundle(fresh);
  names.emoji = writeData(fresh, 'emoji', emoji());
  names.readmes = writeData(fresh, 'readmes', readReadmes());
  names.build = hashOf(JSON.stringify(names));
  const html = readFileSync(`${root}/src/web/index.html`, 'utf8');
  writeFileSync(
    `${fresh}/index.html`,
    html.replace(/{{(\w+)}}/g, (_, name) => names[name]),
  );
  replace(out, fresh);
  if (given === undefined) writeFileSync(made, list);
}

if (!isFresh()) await buildPage();
