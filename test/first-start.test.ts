import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { TemporaryDirectory } from './local-server.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The Node on which npm runs: on a machine with an older Node than ours, that of the first `npm start`. */
const found = process.env.npm_node_execpath ?? 'node';
const version = spawnSync(found, ['--version'], { encoding: 'utf8' }).stdout ?? '';
/** Without the options for our Node, which an older one does not accept. */
const { NODE_OPTIONS: _, ...env } = process.env;
const skip = /^v2[0-3]\./.test(version) ? false : 'npm runs on no older Node here';

test('the first npm start builds the page on the Node that was there before ours', { skip }, () => {
  using dir = new TemporaryDirectory();
  const { status, stderr } = spawnSync(found, ['tools/build-web.js', dir.path], { cwd: root, env, encoding: 'utf8' });
  assert.deepEqual([stderr, status], ['', 0]);
  assert.ok(existsSync(join(dir.path, 'index.html')));
});

test('started by the Node that was there before ours, the command runs on ours', { skip }, () => {
  const { status, stdout, stderr } = spawnSync(found, [join(root, 'bin', 'polylogue.js'), 'serve', '--listen'], {
    cwd: '/',
    env,
    encoding: 'utf8',
  });
  assert.deepEqual([stdout, status], ['', 64]);
  assert.match(stderr, /^polylogue serve: .*--listen/);
});
