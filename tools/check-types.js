// `npm run types`: checks the types of all code. What must run in a browser is checked a second time, where the names of
// Node are errors. What was found is kept in build/types, so that only what has changed is checked again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [everything, ...parts] = ['tsconfig.json', 'tsconfig.pure.json', 'tsconfig.web.json', 'tsconfig.web-test.json'];
// The compiler is a Go program that ends before its memory is worth collecting, which takes as long as all the rest; and
// several checkers do much work twice, as do several threads that wait for each other.
const env = { ...process.env, GOGC: 'off', GOMEMLIMIT: '3GiB' };
const flags = ['--pretty', String(process.stdout.isTTY === true), '--singleThreaded', '--incremental'];

async function check(config) {
  const kept = join('build', 'types', `${basename(config, '.json')}.tsbuildinfo`);
  const line = ['tsc', '-p', config, ...flags, '--tsBuildInfoFile', kept].join(' ');
  const child = spawn(line, { cwd: root, env, shell: true, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  if (code !== 0) process.exitCode = code ?? 1;
}

async function checkParts() {
  for (const config of parts) await check(config);
}

await Promise.all([check(everything), checkParts()]);
