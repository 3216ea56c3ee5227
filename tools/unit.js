// `npm run unit -- [FILE …] [flags of node --test]`: all tests, or those of the files, folders and patterns given.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
  'src/lab/play.test.ts',
  'test/chatroom-bounds.test.ts',
  // Install packages and start browsers.
  'test/pack.test.ts',
  'test/page-*.test.ts',
];
const filesTogether = 30;
/** What begins or ends each test of a file outside of a \`describe\` would do so for all files of the process. */
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

// A process for each file, and many start our commands: what one has compiled the others need not compile again.
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env };
const dir = mkdtempSync(join(tmpdir(), 'polylogue-tests-'));
const args = [...flags, ...more, ...(files.length > 0 ? files : grouped())];
const { status, signal } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
rmSync(dir, { recursive: true });
if (signal !== null) process.kill(process.pid, signal);
process.exitCode = status ?? 1;

/** All test files: those that run alone, and in place of the others, files that import some of them each. */
function grouped() {
  const separate = globSync(alone, { cwd: root });
  const joint = globSync(everything, { cwd: root, exclude: separate }).sort();
  const groups = [];
  for (let at = 0; at < joint.length; at += filesTogether) {
    const group = join(dir, `${groups.length + 1}.test.mjs`);
    const lines = joint.slice(at, at + filesTogether).map(importing);
    writeFileSync(group, `import { describe } from 'node:test';\n${lines.join('\n')}\n`);
    groups.push(group);
  }
  return [...separate, ...groups];
}

function importing(file) {
  const path = join(root, file);
  const address = JSON.stringify(pathToFileURL(path).href);
  if (!hooks.test(readFileSync(path, 'utf8'))) return `import ${address};`;
  return `describe(${JSON.stringify(file)}, { timeout: 600_000 }, () => import(${address}));`;
}
