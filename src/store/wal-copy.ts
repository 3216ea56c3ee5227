import { constants, copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Copies that are kept beside a database, of the last starts at which something was missing. */
const kept = 3;

/** A copy of the WAL as it was before SQLite opened it. */
export interface WalCopy {
  /** Keeps it under a name with that time, and only the last few of such; returns its path, if there is one. */
  keep(now: Date): string | undefined;
  drop(): void;
}

/**
 * Copies `FILE-wal`, if there is one. A copy that a start has left which never came to an end stays: what is there now
 * has been opened since. Where it cannot be made (a full disk) there is none.
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
