import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { after, test } from 'node:test';

import { makeExecutable, sizeOf } from '#lab/check/confine/hand-in-copy.ts';

import { findHandIns } from './find-hand-ins.ts';
import { commandFromWords, startCommand } from './start-command.ts';

const top = mkdtempSync(join(tmpdir(), 'polylogue-find-test-'));
after(() => rmSync(top, { recursive: true, force: true }));

function put(path: string, text = ''): string {
  const file = join(top, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** What is found: `name: folder below the top / file`, with `(file alone)` where others share the folder. */
const found = (patterns: readonly string[], side: 'server' | 'client' = 'server'): readonly string[] =>
  findHandIns(
    patterns.map((pattern) => join(top, pattern)),
    side,
  ).map(({ name, files: { folder, file, whole }, problem }) =>
    problem === undefined
      ? `${name}: ${folder.slice(top.length + 1)} / ${file}${whole ? '' : ' (file alone)'}`
      : `${name}: ${problem}`,
  );

test('a pattern names each hand-in for the folder that it does not share', () => {
  for (const name of ['bob', 'Ann Berg', 'c"d', '-rf']) put(`class/${name}/server.py`);
  assert.deepEqual(found(['class/*/server.py']), [
    '-rf: class/-rf / server.py',
    'Ann Berg: class/Ann Berg / server.py',
    'bob: class/bob / server.py',
    'c"d: class/c"d / server.py',
  ]);
  put('deep/g1/ann/src/server.py');
  put('deep/g1/ben/src/server.py');
  put('deep/g2/src/server.py');
  assert.deepEqual(found(['deep/**/server.py']), [
    'g1/ann: deep/g1/ann / src/server.py',
    'g1/ben: deep/g1/ben / src/server.py',
    'g2: deep/g2 / src/server.py',
  ]);
  assert.deepEqual(found(['deep/g2/src/server.py']), ['src: deep/g2/src / server.py']);
});

test('files in one folder are hand-ins of their own, and do not see each other', () => {
  put('flat/ann.py');
  put('flat/ben.js');
  put('flat/notes.txt');
  assert.deepEqual(found(['flat']), ['ann: flat / ann.py (file alone)', 'ben: flat / ben.js (file alone)']);
  assert.deepEqual(found(['flat/*.py', 'flat/ann.py', 'flat/ben.js']), found(['flat']));
});

test('in a folder the program is the one named for its side, or the only one', () => {
  put('folders/ann/chat_server.py');
  put('folders/ann/client.py');
  put('folders/ben/client.py');
  put('folders/ben/chat.py');
  put('folders/cai/a.py');
  put('folders/cai/b.py');
  put('folders/dan/readme.txt');
  put('folders/eva/inner/deeper/main.js');
  put('folders/.hidden/server.py');
  const several = 'there are several programs (a.py, b.py): name the file in the pattern';
  assert.deepEqual(found(['folders']), [
    'ann: folders/ann / chat_server.py',
    'ben: folders/ben / chat.py',
    `cai: ${several}`,
    'dan: there is no program in dan',
    'eva: folders/eva / inner/deeper/main.js',
  ]);
  const two = ['ann: folders/ann / client.py', 'ben: folders/ben / client.py'];
  assert.deepEqual(found(['folders/ann', 'folders/ben'], 'client'), two);
  assert.deepEqual(found(['folders/[ab]*'], 'client'), two);
});

test('a pattern that matches nothing is reported', () => {
  assert.throws(() => found(['nobody/*/server.py']), /nothing matches/);
  mkdirSync(join(top, 'bare'));
  assert.throws(() => found(['bare']), /nothing to check/);
});

test('a name that cannot be written costs the others nothing, and a link leads nowhere', () => {
  put('links/ann/server.py');
  const gone = 'it is not there, or its name is not UTF-8 and must be changed first';
  assert.deepEqual(found(['links/ann/server.py', 'links/b\ufffd/server.py']), [
    'ann: links/ann / server.py',
    `b\ufffd: ${gone}`,
  ]);
  const secret = put('teacher/secret.py');
  mkdirSync(join(top, 'links/eve'));
  symlinkSync(secret, join(top, 'links/eve/server.py'));
  const [eve] = findHandIns([join(top, 'links/eve/server.py')], 'server');
  assert.ok(eve);
  assert.throws(() => sizeOf(eve.files), /a link to a file outside of its folder/);
  makeExecutable(join(top, 'links/eve'), 'server.py');
  assert.equal(statSync(secret).mode & 0o111, 0);
});

test('a program is started by its extension, its first line, or itself', () => {
  const line = (path: string, text = ''): unknown => startCommand(put(path, text), ['{port}'])?.line;
  assert.deepEqual(line('s/server.py', '#!/usr/bin/python2.4\n'), ['python3', './server.py', '{port}']);
  assert.deepEqual(line('s/server.js'), [execPath, './server.js', '{port}']);
  assert.deepEqual(line('s/server', '#!/usr/bin/env -S python3 -u\r\nprint(1)\r\n'), [
    ...['python3', '-u', './server', '{port}'],
  ]);
  assert.deepEqual(line('s/perl', '#! /opt/odd/perl -w'), ['perl', '-w', './perl', '{port}']);
  assert.deepEqual(line('s/elf', '\u007fELF'), ['./elf', '{port}']);
  assert.equal(line('s/notes.txt', 'text'), undefined);
  assert.equal(line('s/README', 'text'), undefined);
  chmodSync(put('s/run', 'text'), 0o755);
  assert.deepEqual(startCommand(join(top, 's/run'), [])?.line, ['./run']);

  const { build, line: its } = startCommand(put("s/it's.c"), ['{port}']) ?? {};
  assert.equal(build, "cc -pthread -o ./polylogue-built './it'\\''s.c' -lm");
  assert.deepEqual(its, ['./polylogue-built', '{port}']);
  const java = startCommand(put('s/de/chat/Main.java', '// chat\npackage de.chat;\n'), []);
  assert.equal(java?.build, 'javac -encoding UTF-8 -d ./polylogue-built -sourcepath ../.. ./*.java');
  assert.equal(java.line.at(-1), 'de.chat.Main');
  assert.deepEqual(commandFromWords(['python3', '-u', '{file}', '{port}'], '/x/a b.py'), [
    ...['python3', '-u', './a b.py', '{port}'],
  ]);
});
