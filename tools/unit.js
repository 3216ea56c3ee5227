// `npm run unit -- [FILE …] [flags of node --test]`: all tests, or those of the files, folders and patterns given.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const everything = ['src/**/*.test.ts', 'test/**/*.test.ts'];
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
const args = [...flags, ...more, ...(files.length > 0 ? files : everything)];
const { status, signal } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
if (signal !== null) process.kill(process.pid, signal);
process.exitCode = status ?? 1;
