import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { ChildServer } from './child-server.ts';
import { TemporaryDirectory } from './local-server.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const skip = spawnSync('make', ['--version']).status === 0 ? false : 'there is no make here';
const run = promisify(execFile);

const make = (build: string, ...args: readonly string[]): Promise<unknown> =>
  run('make', ['-s', '-C', root, `BUILD=${build}`, ...args]);

const programs = ['nick/client', 'nick/server', 'tsam/client', 'tsam/tsamgroup43'];

describe('make', { skip }, () => {
  test('writes the programs that assignments name, and make clean removes only them', async () => {
    using dir = new TemporaryDirectory();
    const build = join(dir.path, 'build');
    await make(build);
    for (const program of programs) {
      const { stdout } = await run(join(build, program), ['--help']);
      assert.match(stdout, /^Usage: polylogue (?:nick|tsam) (?:client|server)/);
    }
    await make(build, 'clean');
    assert.ok(!existsSync(build));
    assert.deepEqual(readdirSync(dir.path), []);
  });

  test('takes the Node and the flags it is given', async () => {
    using dir = new TemporaryDirectory();
    await make(dir.path, 'NODE=/nowhere/node', 'NODEFLAGS=--flag');
    await assert.rejects(run(join(dir.path, 'nick/server'), ['--help'], { env: { PATH: '/bin' } }), /node/);
    await make(dir.path, `NODE=${process.execPath}`, 'NODEFLAGS=--no-warnings');
    const { stdout } = await run(join(dir.path, 'nick/client'), ['--help'], { env: { PATH: '/bin' } });
    assert.match(stdout, /^Usage: polylogue nick client/);
  });

  test('whose server serves', async () => {
    using dir = new TemporaryDirectory();
    await make(dir.path, `NODE=${process.execPath}`);
    await using server = new ChildServer([], {
      through: ['sh', '-c', `exec '${join(dir.path, 'nick/server')}' 0 --data :memory: --no-log-file`],
    });
    await server.ready();
    assert.match(server.stdout, /listening nick:\/\//);
  });
});
