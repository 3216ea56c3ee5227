// Runs before `npm start` and `npm test`, on whatever Node npm has (20 or newer): installs what the lock file names when
// it is not there yet or has changed since. Never writes the lock file.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = `${root}/node_modules`;
const node = `${modules}/.bin/node`;

/** npm writes its own copy of the lock last, so an installation that was interrupted counts as missing. */
function isInstalled() {
  // Somebody else's installation, lent: `npm ci` would empty it under their feet.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return true;
  const installed = statSync(`${modules}/.package-lock.json`, { throwIfNoEntry: false });
  return installed !== undefined && installed.mtimeMs >= statSync(`${root}/package-lock.json`).mtimeMs;
}

function npm(...args) {
  args.push('--loglevel=error', '--no-audit', '--no-fund');
  // Our stdout belongs to the command that follows.
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const { npm_execpath: program, npm_node_execpath: itsNode } = process.env;
  const { status } =
    program && itsNode
      ? spawnSync(itsNode, [program, ...args], options)
      : spawnSync(`npm ${args.join(' ')}`, { ...options, shell: true });
  return status === 0;
}

const platformNodes = () => readdirSync(modules).filter((name) => name.startsWith('node-'));

/** Where our Node cannot run (musl, say), the user's own has to do: `bin/polylogue.js` judges it. */
function dropNodeIfUseless() {
  if (spawnSync(`"${node}" --version`, { shell: true }).status === 0) return;
  for (const name of platformNodes()) rmSync(`${modules}/${name}`, { recursive: true, force: true });
  for (const end of ['', '.cmd', '.ps1']) rmSync(node + end, { force: true });
}

/** npm 10 finds `npx polylogue` by it; otherwise it would first complain of the Node it itself runs on (npm 11: .npmrc). */
function linkCommand() {
  const command = `${modules}/.bin/polylogue`;
  if (process.platform !== 'win32' && !existsSync(command)) symlinkSync('../../bin/polylogue.js', command);
}

function provide() {
  const fresh = !isInstalled();
  if (fresh) console.error('Installing what package-lock.json names …');
  // What npm has kept from an earlier time is not asked for again: without a network that takes minutes.
  if (fresh && !npm('ci', '--include=dev', '--include=optional', '--prefer-offline')) {
    console.error('npm ci failed, as told above, and nothing can run before it succeeds. It needs the network once.');
    process.exitCode = 1;
    return;
  }
  // npm 10 drops the packages made for other platforms, and with them the link to the one made for this.
  const lost = platformNodes().length > 0 && !existsSync(node);
  if (lost) npm('rebuild', '--ignore-scripts');
  if (fresh || lost) dropNodeIfUseless();
  linkCommand();
}

provide();
