import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { textsIn } from './stored-log.ts';

const page = 4096;

/** A server killed during a checkpoint leaves some new pages in the database; the others are only in the WAL. */
test('a directory whose server was killed in mid-checkpoint is opened, with all that was seen', async () => {
  using dir = new TemporaryDirectory();
  const [used, found] = [join(dir.path, 'used'), join(dir.path, 'found')];
  const before = join(dir.path, 'before.db');
  await (await LocalServer.open({ dir: used }))[Symbol.asyncDispose]();
  copyFileSync(join(used, 'polylogue.db'), before);
  mkdirSync(found);
  const lines = Array.from({ length: 200 }, (_, n) => `${n} ${'x'.repeat(1000)}`);
  {
    await using server = await LocalServer.open({ dir: used });
    const [ann, bea] = [await server.join('ann'), await server.join('bea')];
    bea.say(...lines);
    await ann.until(() => ann.heard.at(-1) === `bea: ${lines.at(-1)}`);
    copyFileSync(join(used, 'polylogue.db-wal'), join(found, 'polylogue.db-wal'));
  }
  // Closing has run a checkpoint: this is the complete database, from which single pages are copied.
  const [old, whole] = [readFileSync(before), readFileSync(join(used, 'polylogue.db'))];
  const pages = whole.length / page;
  for (const done of [1, 2, Math.floor(pages / 2), pages - 1, pages]) {
    const database = Buffer.concat([whole.subarray(0, done * page), old.subarray(done * page)]);
    writeFileSync(join(found, 'polylogue.db'), database);
    const copy = join(dir.path, `found${done}`);
    mkdirSync(copy);
    for (const name of ['polylogue.db', 'polylogue.db-wal']) copyFileSync(join(found, name), join(copy, name));
    await using server = await LocalServer.open({ dir: copy });
    await server.join('bea');
    assert.deepEqual(textsIn(copy), lines, `${done} of ${pages} pages`);
  }
});
