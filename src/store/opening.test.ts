import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, test, type TestContext } from 'node:test';
import { openStore } from './open-store.ts';
import { StoreError } from './store-error.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'polylogue-store-'));
  file = join(dir, 'polylogue.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** The files on disk, without `-shm`, which each reader changes. */
const contents = (): unknown =>
  readdirSync(dir)
    .filter((name) => !name.endsWith('-shm'))
    .map((name) => [name, readFileSync(join(dir, name)).toString('base64')]);

async function refused(exit: number, sentence: RegExp, where: string = dir): Promise<void> {
  await assert.rejects(openStore({ dir: where, durability: 'strict' }), (error) => {
    assert.ok(error instanceof StoreError, String(error));
    assert.equal(error.exit, exit, error.message);
    assert.match(error.message, sentence);
    assert.match(error.message, /^[A-Z/].*\.$/);
    return true;
  });
}

async function refusedUnchanged(exit: number, sentence: RegExp): Promise<void> {
  const before = contents();
  await refused(exit, sentence);
  assert.deepEqual(contents(), before);
}

/** A directory that a server has used. */
async function used(): Promise<void> {
  await (await openStore({ dir, durability: 'strict' })).close();
}

function change(sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

test('a second server on a directory is refused, and let in when the first has gone', async () => {
  const first = await openStore({ dir, durability: 'strict' });
  await refused(75, /^Another server is using/);
  await first.close();
  await used();
});

test('SIGKILL frees the directory', { skip: process.platform === 'win32' && 'no signals' }, async () => {
  const module = import.meta.resolve('#store/open-store.ts');
  const hold = `const { openStore } = await import(${JSON.stringify(module)});
    await openStore({ dir: ${JSON.stringify(dir)}, durability: 'strict' });
    process.stdout.write('open'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', hold], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    await refused(75, /^Another server is using/);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await used();
});

test('a directory is made, for its owner only', { skip: process.platform === 'win32' && 'no modes' }, async () => {
  const deep = join(dir, 'a', 'b');
  await (await openStore({ dir: deep, durability: 'strict' })).close();
  assert.deepEqual(readdirSync(deep), ['lock', 'polylogue.db']);
  assert.equal(statSync(deep).mode & 0o777, 0o700);
});

test('a file where the directory should be', async () => {
  writeFileSync(join(dir, 'here'), '');
  await refused(73, /cannot be (made|created)/, join(dir, 'here'));
  await refused(73, /cannot be (made|created)/, join(dir, 'here', 'below'));
});

test('a directory that nobody can make, not even root', { skip: process.platform !== 'linux' && 'no /proc' }, () =>
  refused(73, /cannot be (made|created)/, '/proc/here/below'),
);

test(
  'a directory where nobody can make a file, not even root',
  { skip: process.platform !== 'linux' && 'no /proc' },
  () => refused(73, /cannot be opened for writing/, '/proc/self'),
);

test('a directory that has become read-only', { skip: process.platform !== 'linux' && 'no chattr' }, async (t) => {
  await used();
  if (!freeze(t)) return;
  try {
    await refusedUnchanged(73, /cannot be opened for writing/);
  } finally {
    execFileSync('chattr', ['-R', '-i', dir]);
  }
});

/**
 * File modes do not restrict root, which runs the tests in a container; this attribute does, where the file system has
 * it.
 */
function freeze(t: TestContext): boolean {
  try {
    execFileSync('chattr', ['-R', '+i', dir], { stdio: 'ignore' });
    return true;
  } catch {
    t.skip('chattr +i cannot be used here');
    return false;
  }
}

test('a file that is no database', async () => {
  writeFileSync(file, 'dear diary '.repeat(1000));
  await refusedUnchanged(65, /damaged or is not a database/);
});

test('a database of somebody else, with and without a WAL beside it', async () => {
  change('CREATE TABLE thing (x); INSERT INTO thing VALUES (1)');
  await refusedUnchanged(65, /not a Polylogue database/);
  change('PRAGMA journal_mode = WAL');
  await refusedUnchanged(65, /not a Polylogue database/);
});

test('a database of a newer version', async () => {
  await used();
  change('PRAGMA user_version = 99');
  await refusedUnchanged(78, /newer version of Polylogue \(99\)/);
});

test('a database whose newer version is still in the WAL', async () => {
  const other = join(dir, 'other');
  const store = await openStore({
    dir: other,
    durability: 'strict',
    parts: { connected: (db) => db.exec('PRAGMA user_version = 99') },
  });
  mkdirSync(dir, { recursive: true });
  for (const name of ['polylogue.db', 'polylogue.db-wal', 'lock']) copyFileSync(join(other, name), join(dir, name));
  await store.close();
  rmSync(other, { recursive: true });
  await refusedUnchanged(78, /newer version/);
});

test('a database with a damaged schema', async () => {
  await used();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 100, 4096);
  writeFileSync(file, bytes);
  await refusedUnchanged(65, /damaged/);
});

test('a database with a damaged table', async () => {
  await used();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4096);
  writeFileSync(file, bytes);
  await refusedUnchanged(65, /damaged/);
});

test('a database that another program has taken a table from', async () => {
  await used();
  change('DROP TABLE entry');
  await refusedUnchanged(65, /changed by another program \(no such table: entry\)\. Restore a backup\.$/);
});

test('a database that is missing or empty beside its WAL, or empty after entries were shown: nothing is removed', async () => {
  await used();
  const whole = readFileSync(file);
  writeFileSync(`${file}-wal`, 'frames');
  rmSync(file);
  await refusedUnchanged(
    65,
    /polylogue\.db is missing, but .*polylogue\.db-wal is there .*For a new chat, move that file/,
  );
  writeFileSync(file, '');
  await refusedUnchanged(65, /polylogue\.db is empty, but .*-wal is there/);
  rmSync(`${file}-wal`);
  for (const seq of [7, 0]) {
    writeFileSync(join(dir, 'witness'), JSON.stringify({ epoch: 'e', seq, clean: true }));
    if (seq > 0)
      await refusedUnchanged(65, /is empty, although the chat had entries up to number 7\. .*remove the empty/);
    else await used();
    writeFileSync(file, '');
  }
  // What the sentences advise.
  writeFileSync(file, whole);
  await used();
});

test('an empty file is a new database', async () => {
  writeFileSync(file, '');
  await used();
});

test('created files are only for their owner, with any mode of the directory', async () => {
  const store = await openStore({ dir, durability: 'strict' });
  const modes = readdirSync(dir).map((name) => [name, statSync(join(dir, name)).mode & 0o777]);
  assert.deepEqual(Object.fromEntries(modes), {
    lock: 0o600,
    'polylogue.db': 0o600,
    'polylogue.db-shm': 0o600,
    'polylogue.db-wal': 0o600,
  });
  await store.close();
});

test('files of an unfinished start are no problem', async () => {
  for (const name of ['lock', 'polylogue.db']) {
    writeFileSync(join(dir, name), '');
    await used();
  }
});
