import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connectTcp } from '#link/tcp.ts';
import { version } from '#server/version.ts';
import { TemporaryDirectory } from './local-server.ts';
import { LocalRegistry, runtimeDependencies } from './local-registry.ts';
import { NickPeer } from './nick-peer.ts';
import { packCopy, type Packed, root, run, strangersEnv } from './pack-package.ts';
import { patiently } from './patiently.ts';

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
  assert.equal(await run(dir.path, env, command, '--version'), `${version}\n`);
  assert.match(await run(dir.path, env, command, '--help'), /polylogue serve/);
  await talk(command);
  // And is the check for anybody's server, with the transcripts it brings along.
  const args = 'serve --listen nick://127.0.0.1:{port} --data data --grace 0';
  const line = [command, 'transcripts', 'nick', '--program', command, '--args', args, 'readme'] as const;
  const checked = await run(dir.path, env, ...line);
  assert.equal(checked, 'readme.txt: ok\n\n1 ok, 0 differ, 0 cannot be played.\n');
});

/** Starts a server, and somebody comes, speaks and is heard. */
async function talk(command: string): Promise<void> {
  const args = ['serve', '--data', join(dir.path, 'data'), '--listen', 'nick://127.0.0.1:0', '--grace', '0'];
  const server = spawn(command, args, { cwd: dir.path, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(server, 'close');
  try {
    let said = '';
    const ready = Promise.withResolvers<void>();
    const hear = (text: string): void => {
      said += text;
      if (/^ready$/m.test(said)) ready.resolve();
    };
    server.stdout.setEncoding('utf8').on('data', hear);
    server.stderr.setEncoding('utf8').on('data', hear);
    await patiently(Promise.race([ready.promise, closed]), () => `ready; it printed: ${said}`);
    const port = Number(/nick:\/\/127\.0\.0\.1:(\d+) /.exec(said)?.[1]);
    assert.ok(port > 0, said);
    const come = async (name: string): Promise<NickPeer> =>
      new NickPeer(await connectTcp({ host: '127.0.0.1', port })).come(name);
    const [alice, bob] = [await come('alice'), await come('bob')];
    alice.say('installed');
    await bob.hears('alice: installed');
    for (const { link } of [alice, bob]) link.abort();
    server.kill('SIGTERM');
    await patiently(closed, () => `the end; it printed: ${said}`);
    assert.equal(server.exitCode, 0);
  } finally {
    server.kill('SIGKILL');
    await closed;
  }
}

test(
  'installed in a project, it runs there and brings its dependencies and nothing else, no Node either',
  { skip },
  async () => {
    const project = join(dir.path, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "name": "project", "version": "1.0.0", "private": true }\n');
    // What npm would run there now, which takes npm half a second to say.
    const before = await run(project, env, 'node', '-p', 'process.execPath');
    await run(project, env, 'npm', 'install', packed.tarball);
    const there = await run(project, env, 'npm', 'exec', '-c', 'polylogue --version && node -p process.execPath');
    assert.equal(there, `${version}\n${before}`);
    assert.deepEqual(readdirSync(join(project, 'node_modules', '.bin')), ['polylogue']);
    // A scope is one folder.
    const folders = new Set([...runtimeDependencies, 'polylogue'].map((name) => name.split('/')[0]));
    assert.deepEqual(visibleIn(join(project, 'node_modules')), [...folders].toSorted());
    assert.equal(existsSync(join(project, 'node_modules', 'polylogue', 'node_modules')), false);
    const program = join(project, 'node_modules', '.bin', 'polylogue');
    writeFileSync(join(project, 'messages.csv'), 'src_app,dst_app,message\nclient,server,installed\n');
    const told = await run(project, env, program, 'encapsulate', 'messages.csv', '--out', 'report.html');
    assert.match(told, /"installed"/);
    assert.match(readFileSync(join(project, 'report.html'), 'utf8'), /function packetView/);
    assert.match(readFileSync(join(project, 'package.json'), 'utf8'), /"polylogue":\s*"file:/);
  },
);

const visibleIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => !name.startsWith('.'));
