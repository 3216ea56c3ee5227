// `npm run unit -- [FILE …] [flags of node --test]`: all tests, or those of the files, folders and patterns given.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const everything = ['src/**/*.test.ts', 'test/**/*.test.ts'];
/**
 * Tests of what a process has once: they change it or count it, or take most of the machine. When everything is run, the
 * others run many files to a process, one after the other: starting a process and loading the code costs more than most
 * files do.
 */
const alone = [
  // Emits SIGINT.
  'src/server/commands/write-files.test.ts',
  // Count timers and memory.
  'src/lab/run-transcript.test.ts',
  'test/chatroom-bounds.test.ts',
  // Installs packages.
  'test/pack.test.ts',
];
/** They share a browser, in a process of their own. */
const pages = 'test/page-*.test.ts';
/**
 * Files that start processes, by what they name. They are together in a process that stays small: to start a process from
 * one that holds a gigabyte costs 25 ms more, and each page that is written to afterwards costs again.
 */
const starting =
  /child_process|child-server|terminal|dissected\.suite|tshark|torture-kills|startedCommand|captured-client|confine|\/program\.ts/;
const filesTogether = 210;
/** What begins or ends each test of a file outside of a `describe` would do so for all files of the process. */
const hooks = /^(?:before|after)(?:Each)?\(/m;
const flags = ['--import', './tools/test-deadline.js', '--test', '--test-timeout=120000', '--test-concurrency=2'];

/** As seen from where npm was called. */
const place = (arg) => resolve(process.env.INIT_CWD ?? root, arg);

const isFlag = (arg) => arg.startsWith('-');
/** Not the value of a flag, such as `--test-name-pattern word`. */
const isFile = (arg) => !isFlag(arg) && (/\.ts$|[*?]/.test(arg) || existsSync(place(arg)));
const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const given = process.argv.slice(2);
const files = given.filter(isFile).map((arg) => (isFolder(place(arg)) ? join(place(arg), '**/*.test.ts') : place(arg)));
const more = given.filter((arg) => !isFile(arg));

// Many processes, and many start our commands: what one has compiled the others need not compile again.
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env, PATH: pathToPython() };
const bundling = [join(root, 'tools/bundle-program.js')];
const bundle = spawnSync(process.execPath, bundling, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
if (bundle.status === 0)
  env.NODE_OPTIONS = [process.env.NODE_OPTIONS, running(bundle.stdout.trim())].filter(Boolean).join(' ');
const dir = mkdtempSync(join(tmpdir(), 'polylogue-tests-'));
// Before the flags, which load Node's test runner.
const light = ['--import', './tools/untracked-promises.js'];
const args = files.length > 0 ? [...flags, ...more, ...files] : [...light, ...flags, ...more, ...allTests()];
const { status, signal } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
rmSync(dir, { recursive: true });
if (signal !== null) process.kill(process.pid, signal);
process.exitCode = status ?? 1;

/** The flag of Node with which our program runs from a bundle. */
function running(folder) {
  const address = new URL('run-bundle.js', import.meta.url);
  address.searchParams.set('folder', folder);
  return `--import=${address.href}`;
}

/** The PATH. Where its `python3` is a script that looks for the right one (pyenv), which takes longer than Python, that one comes first. */
function pathToPython() {
  const places = (process.env.PATH ?? '').split(delimiter);
  const found = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout?.trim();
  const at = places.findIndex((place) => existsSync(join(place, 'python3')));
  if (found && at >= 0) places.splice(at, 0, dirname(found));
  return places.join(delimiter);
}

/** All test files: those that run alone, and in place of the others, files that import some of them each. */
function allTests() {
  const separate = globSync(alone, { cwd: root });
  const parts = [globSync(pages, { cwd: root }).sort()];
  const joint = globSync(everything, { cwd: root, exclude: [...separate, pages] }).sort();
  const starts = (file) => starting.test(readFileSync(join(root, file), 'utf8'));
  for (const files of [joint.filter(starts), joint.filter((file) => !starts(file))])
    for (let at = 0; at < files.length; at += filesTogether) parts.push(files.slice(at, at + filesTogether));
  return [...separate, ...parts.map(grouped)];
}

/** A file that imports these. */
function grouped(group, nth) {
  const path = join(dir, `${nth + 1}.test.mjs`);
  const head = [
    `import { createRequire } from 'node:module';`,
    `import { describe } from 'node:test';`,
    `const require = createRequire(import.meta.url);`,
  ];
  writeFileSync(path, `${[...head, ...group.map(importing)].join('\n')}\n`);
  return path;
}

function importing(file) {
  const path = join(root, file);
  if (!hooks.test(readFileSync(path, 'utf8'))) return `import ${JSON.stringify(pathToFileURL(path).href)};`;
  // Not by `import()`: what follows an `await` is outside of the `describe`, since promises are not followed.
  return `describe(${JSON.stringify(file)}, { timeout: 600_000 }, () => void require(${JSON.stringify(path)}));`;
}
