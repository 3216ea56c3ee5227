// Runs before `npm pack`: src as JavaScript in dist, because Node strips no types under node_modules.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = `${root}/src`;
const dist = `${root}/dist`;

/** What is neither code nor documentation (transcripts, pages) is read at run time and goes along as it is. */
const isAsset = (path) => statSync(path).isDirectory() || !/\.(ts|md)$/.test(path);

rmSync(dist, { recursive: true, force: true });
cpSync(src, dist, { recursive: true, filter: isAsset });
const { status } = spawnSync('tsc -p tsconfig.dist.json', { cwd: root, stdio: 'inherit', shell: true });
process.exitCode = status ?? 1;

// `#chat/hub.ts` stays as it is written and finds the .js beside us.
const manifest = { type: 'module', imports: { '#*.ts': './*.js' } };
writeFileSync(`${dist}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
