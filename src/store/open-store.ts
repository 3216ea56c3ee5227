import type { Place, Store } from '#chat/ports.ts';
import { existsSync, rmSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { connect } from './connection.ts';
import { copyBefore, copyPath, type Outdated } from './copy-before-migration.ts';
import { type Directory, openDirectory, syncDirectory } from './directory.ts';
import { Disk } from './disk.ts';
import { filePresence } from './file-presence.ts';
import { FreeSpace } from './free-space.ts';
import { entriesMissing, isCutShort } from './missing-entries.ts';
import { memoryMedium } from './medium.ts';
import { realParts, type ReplaceableParts } from './replaceable-parts.ts';
import { createStore } from './sqlite-store.ts';
import { openingError } from './store-error.ts';
import type { StoreWarning } from './store-warning.ts';
import { openWal } from './wal.ts';
import { copyWal } from './wal-copy.ts';
import { readShownPlace, ShownPlaceFile } from './shown-place-file.ts';

export interface StoreOptions {
  /** The data directory; created if missing. `:memory:`: nothing is written to disk. */
  readonly dir: string;
  /** `relaxed`: commits survive the end of the process, but not a power cut. */
  readonly durability: 'strict' | 'relaxed';
  /** Bytes of free space below which `hasSpace()` is false: 64 MB. */
  readonly reserve?: number | undefined;
  /** Called with warnings. */
  readonly warn?: ((warning: StoreWarning) => void) | undefined;
  readonly parts?: Partial<ReplaceableParts> | undefined;
}

const megabyte = 1_048_576;

/**
 * Opens the store in a directory. Rejects with a `StoreError` if the directory cannot be used, is in use, or contains a
 * database that is not ours or too new; then it is not changed.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const parts: ReplaceableParts = { ...realParts, ...options.parts };
  if (options.dir === ':memory:') return openMemory(parts);
  const directory = await openDirectory(options.dir, parts.migrations.length);
  try {
    return await openFile(directory, options, parts);
  } catch (error) {
    throw openingError(error, directory.file);
  }
}

function openMemory({ migrations, indexEvery, connected, pause }: ReplaceableParts): Store {
  const db = connect(':memory:', migrations);
  connected(db);
  return createStore({
    db,
    file: 'memory',
    medium: memoryMedium,
    indexEvery,
    pause,
    warn: () => {},
    close: async () => db.close(),
  });
}

/** Opened parts are closed in reverse order: at the end, or when a later step fails. */
async function openFile(directory: Directory, options: StoreOptions, parts: ReplaceableParts): Promise<Store> {
  const { file, lock } = directory;
  await using opened = new AsyncDisposableStack();
  opened.defer(() => lock.release());
  const witnessed = readShownPlace(options.dir);
  const copy = copyWal(file);
  opened.defer(() => copy.drop());
  const walFound = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0;
  const checks: (() => Promise<boolean>)[] = [];
  const shownPlace = openShownPlaceFile(options, parts, checks);
  // The file with the shown place is closed after the database, when it is known whether the file is complete.
  let end: () => Place | undefined = () => undefined;
  opened.defer(() => shownPlace.close(existsSync(`${file}-wal`) ? undefined : end()));
  const { warn = () => {} } = options;
  const db = await migrated({ dir: options.dir, file, version: directory.version }, parts, warn);
  opened.defer(() => db.close());
  parts.connected(db);
  const disk = await openDisk({ opened, db, file, shownPlace }, options, parts);
  if (walFound) disk.foundWal();
  checks.push(...presenceOf(file, warn));
  const rest = new AsyncDisposableStack();
  const { indexEvery, pause } = parts;
  const store = createStore({ db, file, medium: disk, indexEvery, pause, warn, close: () => rest.disposeAsync() });
  const place = store.place();
  if (isCutShort(witnessed, place, directory.fresh)) {
    warn(entriesMissing(file, witnessed.seq, place.seq, copy));
    shownPlace.saw(place);
  }
  copy.drop();
  end = () => (disk.failed ? undefined : store.place());
  rest.use(opened.move());
  return store;
}

/** Keeps a copy of an older database. It is removed if the migration fails, because the database is then unchanged. */
async function migrated(
  found: Outdated,
  { migrations, free }: ReplaceableParts,
  warn: (warning: StoreWarning) => void,
): Promise<DatabaseSync> {
  const { file, version } = found;
  if (version === 0 || version >= migrations.length) return connect(file, migrations);
  const copy = copyPath(found);
  warn(migrating(file, version, migrations.length, copy));
  await copyBefore(found, copy, free);
  try {
    return connect(file, migrations);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
}

function migrating(file: string, from: number, to: number, copy: string): StoreWarning {
  const sentence =
    `${file} is migrated from version ${from} to ${to}; a million entries take some seconds. A copy of the old file is kept ` +
    `as ${copy}: remove it when you no longer need the earlier version of Polylogue.`;
  return { event: 'migrating', sentence, fields: { from, to, copy } };
}

function openShownPlaceFile(
  { dir, warn }: StoreOptions,
  { clock }: ReplaceableParts,
  checks: readonly (() => Promise<boolean>)[],
): ShownPlaceFile {
  const failed = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    const sentence = `The record of shown messages cannot be written (${why}); the chat continues.`;
    warn?.({ event: 'witness', sentence, fields: {} });
  };
  return new ShownPlaceFile(dir, clock, failed, async () => {
    for (const isGone of checks) if (await isGone()) return;
  });
}

/** What tells, once for each, whether a file of the database is not in its place any more. */
function presenceOf(file: string, warn: (warning: StoreWarning) => void): readonly (() => Promise<boolean>)[] {
  const gone = (which: string): void => {
    const advice =
      which === file
        ? 'The chat continues, and is lost when the server stops. Before that, save it with polylogue backup FILE; or move the file back.'
        : 'The chat continues. Stop the server soon, and do not kill it: when it stops, it writes everything to ' +
          `${file}. Until then, open the database with no other program.`;
    const sentence = `${which} was moved, removed or replaced while the server uses it. ${advice}`;
    warn({ event: 'database-gone', sentence, fields: {} });
  };
  return [file, `${file}-wal`, `${file}-shm`].map((each) => filePresence(each, gone));
}

interface Opened {
  readonly opened: AsyncDisposableStack;
  readonly db: DatabaseSync;
  readonly file: string;
  readonly shownPlace: ShownPlaceFile;
}

async function openDisk(
  { opened, db, file, shownPlace }: Opened,
  { dir, durability, reserve = 64 * megabyte, warn }: StoreOptions,
  { sync, free, clock, checkpointer: start }: ReplaceableParts,
): Promise<Disk> {
  const strict = durability === 'strict';
  const wal = await openWal(file, sync);
  opened.defer(() => wal.close());
  // Commits of a killed process will be shown: they must be synced first.
  if (strict) await wal.sync();
  await syncDirectory(dir);
  const changed = (enough: boolean, bytes: number): void => warn?.(spaceWarning(dir, reserve, enough, bytes));
  const space = new FreeSpace({ dir, reserve, probe: free, clock, changed });
  opened.defer(() => space.close());
  await space.look();
  const checkpointer = start(file, clock);
  opened.defer(() => checkpointer.close());
  const look = db.prepare('PRAGMA wal_checkpoint(NOOP)', { returnArrays: true });
  const disk = new Disk({
    file,
    shownPlace,
    wal,
    checkpointer,
    space,
    strict,
    clock,
    frames: () => Number(look.get()?.[1]),
  });
  opened.defer(() => disk.close());
  return disk;
}

function spaceWarning(dir: string, reserve: number, enough: boolean, bytes: number): StoreWarning {
  const [least, free] = [reserve, bytes].map((each) => Math.floor(each / megabyte));
  const sentence = enough
    ? `There is space for ${dir} again: messages are accepted.`
    : `Less than ${least} MB are free for ${dir}: messages are refused until there is more space.`;
  return { event: enough ? 'disk-free' : 'disk-full', sentence, fields: { free: `${free} MB` } };
}
