import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { backup } from './backup.ts';
import { openStore } from './open-store.ts';
import type { StoreWarning } from './store-warning.ts';
import { HandMadeOrder } from './hand-made-order.suite.ts';
import { readShownPlace } from './shown-place-file.ts';

let base: string;
/** The server's directory, and a copy of the files that a kill leaves. */
let dir: string;
let left: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'polylogue-store-'));
  [dir, left] = [join(base, 'dir'), join(base, 'left')];
  mkdirSync(left);
});
afterEach(() => rmSync(base, { recursive: true }));

/** Timers that are called by the test. */
class Timers {
  readonly asked: number[] = [];
  #calls: (() => void)[] = [];

  readonly clock = {
    after: (ms: number, call: () => void): (() => void) => {
      this.asked.push(ms);
      this.#calls.push(call);
      return () => void (this.#calls = this.#calls.filter((each) => each !== call));
    },
  };

  pass(): void {
    for (const call of this.#calls.splice(0)) call();
  }
}

interface Opened {
  readonly store: Store;
  readonly timers: Timers;
  readonly warnings: StoreWarning[];
}

async function open(where: string): Promise<Opened> {
  const [timers, warnings]: [Timers, StoreWarning[]] = [new Timers(), []];
  const checkpointer = () => ({ run: () => Promise.reject(new Error('too much')), close: () => Promise.resolve() });
  const store = await openStore({
    dir: where,
    durability: 'relaxed',
    warn: (warning) => warnings.push(warning),
    parts: { clock: timers.clock, checkpointer, free: async () => Infinity },
  });
  return { store, timers, warnings };
}

function say(store: Store, order: HandMadeOrder, count: number): void {
  for (let n = 0; n < count; n++) {
    order.batch(store, order.message({ id: 3, name: 'alice' }, { id: 4, name: '#lobby' }, 'x'.repeat(2000)));
    assert.equal(store.durable(), undefined);
  }
}

/** The record is written asynchronously: it is complete when it can be read. */
async function written(where: string, seq: number): Promise<void> {
  for (let turn = 0; turn < 100_000 && readShownPlace(where)?.seq !== seq; turn++) await setImmediate();
  assert.equal(readShownPlace(where)?.seq, seq);
}

/** Writes 102 entries to the WAL, shown and recorded, and copies the files that a kill leaves to `left`. */
async function killed(): Promise<void> {
  const { store, timers } = await open(dir);
  const order = new HandMadeOrder();
  order.batch(store, order.founded('epoch'), order.began('first'));
  say(store, order, 100);
  timers.pass();
  await written(dir, 102);
  for (const name of readdirSync(dir)) if (!name.endsWith('-shm')) copyFileSync(join(dir, name), join(left, name));
  await store.close();
}

const wal = (): string => join(left, 'polylogue.db-wal');

/** The warnings of a start on the copied files. */
async function start(): Promise<readonly StoreWarning[]> {
  const { store, warnings } = await open(left);
  await store.close();
  return warnings;
}

for (const [name, advice] of [
  ['polylogue.db', /save it with polylogue backup FILE/],
  ['polylogue.db-wal', /polylogue\.db-wal was moved.*do not kill it/],
  ['polylogue.db-shm', /polylogue\.db-shm was moved.*do not kill it/],
] as const)
  test(
    `that ${name} is moved away while it is used is reported once`,
    { skip: process.platform === 'win32' && 'open files stay' },
    async () => {
      const { store, timers, warnings } = await open(dir);
      const order = new HandMadeOrder();
      order.batch(store, order.founded('epoch'), order.began('first'));
      const second = async (): Promise<void> => {
        say(store, order, 1);
        timers.pass();
        for (let turn = 0; turn < 200; turn++) await setImmediate();
      };
      await second();
      const events = (): readonly string[] => warnings.map(({ event }) => event);
      assert.deepEqual(events(), []);
      renameSync(join(dir, name), join(dir, 'moved'));
      for (let nth = 0; nth < 1000 && events().length === 0; nth++) await second();
      await second();
      assert.deepEqual(events(), ['database-gone']);
      assert.match(warnings[0]?.sentence ?? '', advice);
      await store.close();
    },
  );

describe('the record of what was shown', () => {
  test('is written once a second, while something changes, and readable for the owner alone', async () => {
    const { store, timers } = await open(dir);
    const order = new HandMadeOrder();
    assert.deepEqual(timers.asked, []);
    order.batch(store, order.founded('epoch'), order.began('first'));
    assert.equal(store.durable(), undefined);
    say(store, order, 5);
    assert.deepEqual(timers.asked, [1000]);
    assert.equal(readShownPlace(dir), undefined);
    timers.pass();
    await written(dir, 7);
    assert.deepEqual(readShownPlace(dir), { epoch: 'epoch', seq: 7, clean: false });
    assert.equal(statSync(join(dir, 'witness')).mode & 0o777, 0o600);
    assert.deepEqual(timers.asked, [1000]);
    say(store, order, 1);
    assert.deepEqual(timers.asked, [1000, 1000]);
    await store.close();
    assert.deepEqual(readShownPlace(dir), { epoch: 'epoch', seq: 8, clean: true });
  });

  test('is not written before the place is durable', async () => {
    const timers = new Timers();
    let synced: (() => void) | undefined;
    let hold = false;
    const strict = await openStore({
      dir,
      durability: 'strict',
      parts: { clock: timers.clock, sync: (_, done) => (hold ? (synced = () => done(null)) : done(null)) },
    });
    hold = true;
    const before = timers.asked.length;
    const order = new HandMadeOrder();
    order.batch(strict, order.founded('epoch'), order.began('first'));
    const durable = strict.durable();
    assert.equal(timers.asked.length, before);
    synced?.();
    await durable;
    assert.equal(timers.asked.at(-1), 1000);
    await strict.close();
  });

  test('where it cannot be written, that is said once and nothing else', async () => {
    mkdirSync(dir);
    symlinkSync(join(base, 'elsewhere'), join(dir, 'witness'));
    const { store, warnings } = await open(dir);
    const order = new HandMadeOrder();
    order.batch(store, order.founded('epoch'), order.began('first'));
    say(store, order, 1);
    await store.close();
    assert.deepEqual(
      warnings.map(({ event }) => event),
      ['witness'],
    );
    assert.deepEqual(readdirSync(base).sort(), ['dir', 'left']);
  });
});

describe('a start on less than was shown', () => {
  const damages: Readonly<Record<string, () => void>> = {
    'a WAL cut short': () => truncateSync(wal(), Math.floor((statSync(wal()).size * 2) / 3)),
    'a WAL with a flipped byte': () => {
      const bytes = readFileSync(wal());
      const middle = Math.floor(bytes.length / 2);
      bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
      writeFileSync(wal(), bytes);
    },
    'an empty WAL': () => truncateSync(wal(), 0),
    'no WAL': () => rmSync(wal()),
  };
  for (const [title, damage] of Object.entries(damages)) {
    test(`warns with both numbers, keeps the WAL, and continues: ${title}`, async () => {
      await killed();
      damage();
      const before = readdirSync(left).includes('polylogue.db-wal') ? readFileSync(wal()) : Buffer.alloc(0);
      const { store, warnings } = await open(left);
      const { seq } = store.place();
      assert.ok(seq < 102);
      const [warning] = warnings;
      assert.equal(warnings.length, 1);
      assert.equal(warning?.event, 'entries-missing');
      assert.match(warning.sentence, new RegExp(`^Entries are missing: .* up to number 102 .* ends at ${seq}\\.`));
      const { kept, ...numbers } = warning.fields;
      assert.deepEqual(numbers, { shown: 102, found: seq });
      if (before.length === 0) assert.equal(kept, undefined);
      else assert.deepEqual(readFileSync(String(kept)), before);
      await store.close();
      // When the whole order is lost, the warning is repeated until there is a new order.
      assert.equal((await start()).length, seq === 0 ? 1 : 0);
    });
  }

  test('only the last three copies are kept', async () => {
    await killed();
    for (const day of ['01', '02', '03', '04']) writeFileSync(`${wal()}.202501${day}T000000Z`, '');
    truncateSync(wal(), 40_000);
    await start();
    const copies = readdirSync(left).filter((name) => name.startsWith('polylogue.db-wal'));
    assert.deepEqual(copies.slice(0, 2), ['polylogue.db-wal.20250103T000000Z', 'polylogue.db-wal.20250104T000000Z']);
    assert.equal(copies.length, 3);
  });
});

describe('nothing is said', () => {
  test('after a kill, when all is there; and no copy stays', async () => {
    await killed();
    assert.deepEqual(await start(), []);
    assert.deepEqual(readdirSync(left).sort(), ['lock', 'polylogue.db', 'witness']);
  });

  test('of a backup put in the place of the database', async () => {
    await killed();
    rmSync(wal());
    rmSync(join(left, 'polylogue.db'));
    await backup({ dir, file: join(left, 'polylogue.db'), temporary: join(left, 'temporary') });
    writeFileSync(join(left, 'witness'), JSON.stringify({ epoch: 'epoch', seq: 1000, clean: false }));
    assert.deepEqual(await start(), []);
  });

  test('of an older database put there after the server was stopped', async () => {
    await killed();
    copyFileSync(join(dir, 'polylogue.db'), join(base, 'older.db'));
    const { store } = await open(dir);
    const order = new HandMadeOrder();
    order.founded('epoch');
    order.began('second');
    order.seq = 200;
    say(store, order, 1);
    await store.close();
    assert.equal(readShownPlace(dir)?.seq, 201);
    copyFileSync(join(base, 'older.db'), join(dir, 'polylogue.db'));
    const { store: again, warnings } = await open(dir);
    assert.equal(again.place().seq, 102);
    await again.close();
    assert.deepEqual(warnings, []);
  });

  test('of a new database, or a shown place that cannot be read', async () => {
    await killed();
    rmSync(wal());
    rmSync(join(left, 'polylogue.db'));
    assert.deepEqual(await start(), []);
    for (const content of ['', '\0'.repeat(256), '{"epoch":1}', 'null']) {
      writeFileSync(join(left, 'witness'), content);
      assert.deepEqual(await start(), []);
    }
  });
});
