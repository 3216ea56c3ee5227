// `npm run unit -- [FILE …] [flags of node --test]`: all tests, or those of the files, folders and patterns given.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const everything = ['src/**/*.test.ts', 'test/**/*.test.ts'];
/**
 * Folders whose tests change nothing that all of a process share. When everything is run, they run many files to a process:
 * starting one for each file costs more than most of them do.
 */
const together = ['src/text', 'src/chat', 'src/commands', 'src/dialects', 'src/link', 'src/term'];
const filesTogether = 25;
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

/** All test files; in place of those that may run together, files that import some of them each. */
function grouped() {
  const all = globSync(everything, { cwd: root }).sort();
  const joint = all.filter((file) => together.some((folder) => file.startsWith(`${folder}/`)));
  const groups = [];
  for (let at = 0; at < joint.length; at += filesTogether) {
    const group = join(dir, `${groups.length + 1}.test.mjs`);
    const imports = joint
      .slice(at, at + filesTogether)
      .map((file) => `import ${JSON.stringify(pathToFileURL(join(root, file)).href)};`);
    writeFileSync(group, `${imports.join('\n')}\n`);
    groups.push(group);
  }
  return [...groups, ...all.filter((file) => !joint.includes(file))];
}
