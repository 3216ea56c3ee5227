// Runs before `npm start` and `npm test`, on whatever Node npm has (20 or newer): installs what the lock file names when
// it is not there yet or has changed since. Never writes the lock file.
import { spawnSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** npm writes its own copy of the lock last, so one that was interrupted counts as missing. */
function isInstalled() {
  const installed = statSync(`${root}/node_modules/.package-lock.json`, { throwIfNoEntry: false });
  return installed !== undefined && installed.mtimeMs >= statSync(`${root}/package-lock.json`).mtimeMs;
}

function install() {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // Our stdout belongs to the command that follows.
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm && node) return spawnSync(node, [npm, ...args], options);
  return spawnSync(`npm ${args.join(' ')}`, { ...options, shell: true });
}

/** Where the Node of the lock file cannot run (musl, say), the user's own has to do: `bin/polylogue.js` judges it. */
function dropNodeThatCannotRun() {
  const node = `${root}/node_modules/.bin/node`;
  if (spawnSync(`"${node}" --version`, { shell: true }).status !== 0) {
    for (const name of [node, `${node}.cmd`, `${node}.ps1`]) rmSync(name, { force: true });
  }
}

if (!isInstalled()) {
  console.error('Installing what package-lock.json names …');
  const { status } = install();
  if (status === 0) dropNodeThatCannotRun();
  else {
    console.error('npm ci failed; nothing can run before it succeeds.');
    process.exitCode = 1;
  }
}
