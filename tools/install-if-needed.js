// Runs before `npm start` and `npm test`, on the Node that npm runs on (20 or newer): installs the packages in the lock
// file when they are missing or the lock file has changed. Never writes the lock file.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = `${root}/node_modules`;
const node = `${modules}/.bin/node`;

/** npm writes its own copy of the lock last, so an installation that was interrupted counts as missing. */
function isInstalled() {
  // A link to the installation of another checkout, which `npm ci` would empty.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return true;
  const installed = statSync(`${modules}/.package-lock.json`, { throwIfNoEntry: false });
  return installed !== undefined && installed.mtimeMs >= statSync(`${root}/package-lock.json`).mtimeMs;
}

/** After this time, in ms, npm usually waits for the network: it prints nothing meanwhile where there is no terminal. */
const noticeAfter = 8000;
/**
 * Without a network npm asks again after ten seconds and after a minute. A second and five do as well for a short
 * interruption, and the reason is told within seconds.
 */
const retries = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/** The oldest Node, with its npm, that can begin; the server runs on the one that is installed. */
const oldest = 20;

async function npm(...args) {
  args.push('--loglevel=error', '--no-audit', '--no-fund', ...retries);
  // Our stdout belongs to the command that follows.
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const { npm_execpath: program, npm_node_execpath: itsNode } = process.env;
  const child =
    program && itsNode
      ? spawn(itsNode, [program, ...args], options)
      : spawn(`npm ${args.join(' ')}`, { ...options, shell: true });
  const notice = setTimeout(() => {
    console.error('npm is still downloading the packages (about 135 MB). It needs the network for that.');
  }, noticeAfter);
  const [status] = await once(child, 'close').catch(() => [1]);
  clearTimeout(notice);
  return status === 0;
}

const platformNodes = () => readdirSync(modules).filter((name) => name.startsWith('node-'));

/** Removes our Node if it cannot run here (musl, for example): then the user's own is used, if `bin/polylogue.js` accepts it. */
function dropNodeIfUseless() {
  if (spawnSync(`"${node}" --version`, { shell: true }).status === 0) return;
  for (const name of platformNodes()) rmSync(`${modules}/${name}`, { recursive: true, force: true });
  for (const end of ['', '.cmd', '.ps1']) rmSync(node + end, { force: true });
}

/** npm 10 finds `npx polylogue` by this link; without it, npm would warn about its own Node first (npm 11: see .npmrc). */
function linkCommand() {
  const command = `${modules}/.bin/polylogue`;
  if (process.platform !== 'win32' && !existsSync(command)) symlinkSync('../../bin/polylogue.js', command);
}

async function provide() {
  const fresh = !isInstalled();
  if (fresh) console.error('Installing the packages that Polylogue needs …');
  // Packages in the cache of npm are not requested again.
  if (fresh && !(await npm('ci', '--include=dev', '--include=optional', '--prefer-offline'))) {
    console.error('The packages could not be installed: npm says why above.');
    const isOld = Number.parseInt(process.versions.node, 10) < oldest;
    console.error(
      isOld
        ? `This is Node ${process.versions.node}: Node ${oldest} or newer is needed to begin with (https://nodejs.org).`
        : 'This needs the network once. When it is there, run the same command again.',
    );
    process.exitCode = 1;
    return;
  }
  // npm 10 drops the packages made for other platforms, and with them the link to the one made for this.
  const lost = platformNodes().length > 0 && !existsSync(node);
  if (lost) await npm('rebuild', '--ignore-scripts');
  if (fresh || lost) dropNodeIfUseless();
  linkCommand();
}

await provide();
