// Runs before `npm pack`: src as JavaScript in dist, because Node strips no types under node_modules.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = `${root}/src`;
const dist = `${root}/dist`;

/** What is neither code nor documentation (transcripts, pages) is read at run time and goes along as it is. */
const isAsset = (path) => statSync(path).isDirectory() || !/\.(ts|md)$/.test(path);
const isPage = (path) => /[\\/]src[\\/]web$/.test(path);

rmSync(dist, { recursive: true, force: true });
cpSync(src, dist, { recursive: true, filter: (path) => isAsset(path) && !isPage(path) });
// It collects garbage for as long as it compiles, and ends then.
const env = { ...process.env, GOGC: 'off', GOMEMLIMIT: '2GiB' };
const { status } = spawnSync('tsc -p tsconfig.dist.json --singleThreaded', {
  cwd: root,
  env,
  stdio: 'inherit',
  shell: true,
});
process.exitCode = status ?? 1;

// The page is not compiled file by file but bundled.
const page = spawnSync(process.execPath, [`${root}/tools/build-web.js`, `${dist}/web-page`], { stdio: 'inherit' });
if (page.status !== 0) process.exitCode = page.status ?? 1;

// `#chat/hub.ts` stays as it is written and finds the .js beside us.
const manifest = { type: 'module', imports: { '#*.ts': './*.js' } };
writeFileSync(`${dist}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
