import { constants, copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Number of copies kept next to a database, of the last starts at which entries were missing. */
const kept = 3;

/** A copy of the WAL as it was before SQLite opened it. */
export interface WalCopy {
  /** Keeps the copy under a name with this time, and removes the oldest ones. Returns its path, if there is a copy. */
  keep(now: Date): string | undefined;
  drop(): void;
}

/**
 * Copies `FILE-wal`, if it exists. A copy that an unfinished start has left is not replaced, because the present file
 * was opened since. If the copy cannot be made, for example on a full disk, there is none.
 */
export function copyWal(file: string): WalCopy {
  const [wal, copy] = [`${file}-wal`, `${file}-wal.before`];
  if (!existsSync(copy) && existsSync(wal) && statSync(wal).size > 0) {
    try {
      copyFileSync(wal, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    } catch {
      rmSync(copy, { force: true });
    }
  }
  return {
    keep(now) {
      if (!existsSync(copy)) return undefined;
      const path = `${file}-wal.${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
      renameSync(copy, path);
      for (const old of keptBeside(file).slice(0, -kept)) rmSync(old, { force: true });
      return path;
    },
    drop: () => rmSync(copy, { force: true }),
  };
}

/** The oldest first. */
function keptBeside(file: string): readonly string[] {
  const [dir, name] = [dirname(file), basename(file)];
  const isKept = (each: string): boolean => each.startsWith(`${name}-wal.`) && /\.\d{8}T\d{6}Z$/.test(each);
  return readdirSync(dir)
    .filter(isKept)
    .sort()
    .map((each) => join(dir, each));
}
