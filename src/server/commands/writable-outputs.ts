import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemReason } from '#text/system-reason.ts';
import { UsageError } from '#server/command.ts';

/** The files to which the results of long work are written. */
export interface Outputs {
  /** Their paths, by the names of the options. */
  readonly files: Readonly<Record<string, string | undefined>>;
  readonly directories: Readonly<Record<string, string | undefined>>;
}

/** Checks before the work that its results can be written; creates the directories. Throws `UsageError`. */
export function requireWritable({ files, directories }: Outputs): void {
  for (const [flag, file] of Object.entries(files)) {
    if (file !== undefined) attempt(flag, file, () => accessSync(writtenTo(file), constants.W_OK));
  }
  for (const [flag, directory] of Object.entries(directories)) {
    if (directory !== undefined) attempt(flag, directory, () => void mkdirSync(directory, { recursive: true }));
  }
}

/** An existing file must be writable; for a new one, its directory. */
function writtenTo(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new Error('it is a directory');
  return found ? file : dirname(file);
}

function attempt(flag: string, path: string, deed: () => void): void {
  try {
    deed();
  } catch (error) {
    throw new UsageError(`--${flag}: ${path} cannot be written: ${systemReason(error, 'directory')}.`);
  }
}
