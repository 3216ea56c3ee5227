import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

const isSame = (one: Stats, other: Stats): boolean => one.ino === other.ino && one.dev === other.dev;

/**
 * Returns a check that calls `gone` once, and returns true from then on, if the file that has this name was moved, removed or replaced: what a process writes to
 * it then is lost with its last descriptor. It is not opened, because closing it would release SQLite's locks.
 */
export function filePresence(file: string, gone: (file: string) => void): () => Promise<boolean> {
  const opened = statSync(file);
  let isGone = false;
  return async () => {
    const found = await stat(file).catch((error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? undefined : opened,
    );
    if (isGone || (found && isSame(found, opened))) return isGone;
    isGone = true;
    gone(file);
    return true;
  };
}
