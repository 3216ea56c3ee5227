import assert from 'node:assert/strict';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { version } from '#server/version.ts';
import { TemporaryDirectory } from './local-server.ts';
import { LocalRegistry, runtimeDependencies } from './local-registry.ts';
import { packCopy, type Packed, root, run, strangersEnv } from './pack-package.ts';

// Its shims for commands are other files there, and the package is the same.
const skip = process.platform === 'win32' ? 'npm does this in another way on Windows' : false;

const dir = new TemporaryDirectory();
let env = strangersEnv(dir.path);
let packed: Packed;
let registry: LocalRegistry | undefined;

before(async () => {
  if (skip !== false) return;
  packed = await packCopy(dir.path);
  registry = await LocalRegistry.open(dir.path);
  env = { ...env, npm_config_offline: 'false', npm_config_registry: registry.url };
});
after(async () => {
  await registry?.[Symbol.asyncDispose]();
  dir[Symbol.dispose]();
});

test('the package holds the program and its papers, no tests and no sources', { skip }, () => {
  const isOurs = (file: string): boolean => !/\.test\.ts$|\.suite\.ts$|\.d\.ts$/.test(file);
  const isPage = (file: string): boolean => /^web[\\/]/.test(file);
  const code = globSync('**/*.{ts,js}', { cwd: join(root, 'src') }).filter((file) => isOurs(file) && !isPage(file));
  const built = code.map((file) => `dist/${file.replaceAll('\\', '/').replace(/\.ts$/, '.js')}`);
  const missing = built.filter((file) => !packed.files.includes(file));
  assert.deepEqual(missing, []);
  for (const file of [
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'package.json',
    'bin/polylogue.js',
    'dist/package.json',
  ]) {
    assert.ok(packed.files.includes(file), `${file} is missing`);
  }
  assert.ok(packed.files.includes('dist/store/checkpoint-worker.js'));
  // The page is one script and what it loads, not a file for each of ours.
  assert.ok(packed.files.includes('dist/web-page/index.html'));
  assert.ok(packed.files.some((file) => /^dist\/web-page\/assets\/page-\w+\.js$/.test(file)));
  assert.ok(!packed.files.some((file) => file.startsWith('dist/web/')));
  // They are the check for anybody's server, and small.
  assert.ok(packed.files.includes('dist/dialects/nick/transcripts/readme.txt'));
  const odd = packed.files.filter((file) =>
    /\.ts$|\.test\.|suite\.|^(src|test|tools|runtime)\/|node_modules/.test(file),
  );
  assert.deepEqual(odd, []);
  assert.ok(packed.size < 1_100_000, `${packed.size} bytes`);
  assert.ok(packed.unpackedSize < 4_000_000, `${packed.unpackedSize} bytes`);
});

test('installed for everybody, it serves', { skip }, async () => {
  const prefix = join(dir.path, 'global');
  await run(dir.path, env, 'npm', 'install', '--global', '--prefix', prefix, packed.tarball);
  const command = join(prefix, 'bin', 'polylogue');
  // It is the check for anybody's server, with the transcripts it brings along, and here for its own.
  const args = 'serve --listen nick://127.0.0.1:{port} --data data --grace 0';
  const line = [command, 'transcripts', 'nick', '--program', command, '--args', args, 'readme'] as const;
  const checked = await run(dir.path, env, ...line);
  assert.equal(checked, 'readme.txt: ok\n\n1 ok, 0 differ, 0 cannot be played.\n');
});

test(
  'installed in a project, it runs there and brings its dependencies and nothing else, no Node either',
  { skip },
  async () => {
    const project = join(dir.path, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "name": "project", "version": "1.0.0", "private": true }\n');
    await run(project, env, 'npm', 'install', packed.tarball);
    // All that `npm exec` would find there.
    assert.deepEqual(readdirSync(join(project, 'node_modules', '.bin')), ['polylogue']);
    // A scope is one folder.
    const folders = new Set([...runtimeDependencies, 'polylogue'].map((name) => name.split('/')[0]));
    assert.deepEqual(visibleIn(join(project, 'node_modules')), [...folders].toSorted());
    assert.equal(existsSync(join(project, 'node_modules', 'polylogue', 'node_modules')), false);
    const program = join(project, 'node_modules', '.bin', 'polylogue');
    assert.equal(await run(project, env, program, '--version'), `${version}\n`);
    writeFileSync(join(project, 'messages.csv'), 'src_app,dst_app,message\nclient,server,installed\n');
    const told = await run(project, env, program, 'encapsulate', 'messages.csv', '--out', 'report.html');
    assert.match(told, /"installed"/);
    assert.match(readFileSync(join(project, 'report.html'), 'utf8'), /function packetView/);
    assert.match(readFileSync(join(project, 'package.json'), 'utf8'), /"polylogue":\s*"file:/);
  },
);

const visibleIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => !name.startsWith('.'));
