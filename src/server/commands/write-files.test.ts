import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CommandError } from '#server/control/command-error.ts';
import { TemporaryDirectory } from '../../../test/local-server.ts';
import { showProgress } from './progress.ts';
import { writeWhole, type WholeFile } from './write-files.ts';

const large = 'x'.repeat(700_000);
const file = (path: string, pieces: WholeFile['pieces'] = [large, new Uint8Array([65]), large]): WholeFile => {
  return { file: path, mode: 0o600, pieces };
};

test('files are written whole', async () => {
  using dir = new TemporaryDirectory();
  const [one, two] = [join(dir.path, 'one'), join(dir.path, 'two')];
  writeFileSync(two, 'old');
  await writeWhole([file(one), file(two)], true);
  assert.equal(readFileSync(two, 'utf8'), `${large}A${large}`);
  assert.deepEqual(readdirSync(dir.path), ['one', 'two']);
});

test('if one file cannot be written, none is, and existing files are kept', async () => {
  using dir = new TemporaryDirectory();
  const at = (name: string): string => join(dir.path, name);
  const refused = (files: readonly WholeFile[], says: RegExp): Promise<void> =>
    assert.rejects(writeWhole(files, false), (error) => error instanceof CommandError && says.test(error.message));
  await refused([file(at('one')), file(at('none/two'))], /no such directory/);
  mkdirSync(at('folder'));
  writeFileSync(at('there'), 'old');
  await refused([file(at('one')), file(at('there'))], /exists already/);
  await refused([file(at('one')), file(at('folder'))], /exists already/);
  function* failing(): Generator<string> {
    yield large;
    throw new Error('no more');
  }
  await assert.rejects(writeWhole([file(at('one')), file(at('two'), failing())], false), /no more/);
  assert.deepEqual(readdirSync(dir.path), ['folder', 'there']);
  assert.equal(readFileSync(at('there'), 'utf8'), 'old');
});

test('a signal ends the writing, and no file is there', async () => {
  using dir = new TemporaryDirectory();
  function* endless(): Generator<string> {
    for (;;) {
      yield large;
      process.emit('SIGINT');
    }
  }
  await assert.rejects(writeWhole([file(join(dir.path, 'one'), endless())], false), { exit: 130 });
  assert.deepEqual(readdirSync(dir.path), []);
});

test('progress is shown on a terminal after a second, ten times a second, and erased at the end', () => {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY: true as const, write: (text: string): boolean => written.push(text) > 0 };
  {
    using progress = showProgress(stream, () => time);
    for (time = 0; time <= 1200; time += 10) progress.tell(`at ${time}`);
  }
  assert.deepEqual(written, ['\rat 1000\u001b[K', '\rat 1100\u001b[K', '\rat 1200\u001b[K', '\r\u001b[K']);
});
