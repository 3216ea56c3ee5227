import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('..', import.meta.url));

/** The files from which the package is built. */
const sources = ['bin', 'src', 'tools', 'runtime', 'package.json', 'tsconfig.json', 'tsconfig.dist.json'] as const;
const papers = ['README.md', 'LICENSE', 'CHANGELOG.md'] as const;

/** The output of `npm pack` about a package. */
export interface Packed {
  readonly tarball: string;
  readonly files: readonly string[];
  /** Bytes, packed and unpacked. */
  readonly size: number;
  readonly unpackedSize: number;
}

/**
 * The environment of somebody who has Node and npm and nothing else: no settings of this machine or of an npm that runs
 * these tests, no cache, and no network.
 */
export function strangersEnv(home: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_|POLYLOGUE_|PATH$)/i.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return {
    ...Object.fromEntries(own),
    HOME: home,
    // Of npm, which starts six times, and of what it installs.
    NODE_COMPILE_CACHE: join(home, 'compiled'),
    PATH: [dirname(process.execPath), ...path].join(delimiter),
    npm_config_cache: join(home, 'cache'),
    npm_config_userconfig: join(home, 'npmrc'),
    npm_config_globalconfig: join(home, 'global-npmrc'),
    npm_config_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
}

/** Runs a program, which must succeed; resolves with its standard output. */
export async function run(cwd: string, env: NodeJS.ProcessEnv, ...line: [string, ...string[]]): Promise<string> {
  const [command, ...args] = line;
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [exit]: unknown[] = await once(child, 'close');
  assert.equal(exit, 0, `${line.join(' ')} ended with ${String(exit)}:\n${stdout}${stderr}`);
  return stdout;
}

/** Packs a copy of this checkout, because packing builds `dist`, where others may be at work. */
export async function packCopy(home: string): Promise<Packed> {
  const copy = join(home, 'checkout');
  mkdirSync(copy);
  for (const name of [...sources, ...papers]) {
    const notModules = (path: string): boolean => !path.endsWith('node_modules');
    cpSync(join(root, name), join(copy, name), { recursive: true, filter: notModules });
  }
  // Lent, for the compiler: nothing may be installed in the copy.
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const told = await run(copy, strangersEnv(home), 'npm', 'pack', '--json', '--pack-destination', home);
  // After the output of the build.
  const [packed]: unknown[] = JSON.parse(told.slice(told.search(/^\[/m)));
  return readPacked(packed, home);
}

function readPacked(packed: unknown, home: string): Packed {
  assert.ok(packed !== null && typeof packed === 'object');
  assert.ok('filename' in packed && 'files' in packed && 'size' in packed && 'unpackedSize' in packed);
  const { filename, files, size, unpackedSize } = packed;
  assert.ok(Array.isArray(files));
  return {
    tarball: join(home, String(filename)),
    files: files.map((file: { readonly path: string }) => file.path),
    size: Number(size),
    unpackedSize: Number(unpackedSize),
  };
}
