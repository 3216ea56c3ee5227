import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { backup } from './backup.ts';
import { exits, StoreError } from './store-error.ts';

/** A database that must be migrated to a newer version. */
export interface Outdated {
  readonly dir: string;
  readonly file: string;
  readonly version: number;
}

const megabyte = 1_048_576;
/** Bytes of free space beyond the copy, for the new version. */
const reserve = 64 * megabyte;

/** The path of the copy. An earlier copy of the same version is kept, because the chat may have continued from it. */
export function copyPath({ file, version }: Outdated): string {
  const first = `${file}.before-${version}`;
  let path = first;
  for (let nth = 2; existsSync(path); nth++) path = `${first}-${nth}`;
  return path;
}

/**
 * Copies the database before a migration, so that it can be restored. Throws a `StoreError` when there is too little
 * free space; then nothing was changed.
 */
export async function copyBefore(
  { dir, file, version }: Outdated,
  path: string,
  free: (dir: string) => Promise<number>,
): Promise<void> {
  const needed = sizeOf(file) + sizeOf(`${file}-wal`) + reserve;
  const there = await free(dir);
  if (there < needed) {
    throw new StoreError(
      exits.unwritable,
      `${file} is of version ${version}, and there is too little free space for a copy of it: ` +
        `${inMegabytes(needed)} are needed, ${inMegabytes(there)} are free. Nothing was changed. Free some space and start again.`,
    );
  }
  const temporary = `${path}.part`;
  // A start that was killed may have left it.
  await rm(temporary, { force: true });
  await backup({ dir, file: path, temporary });
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / megabyte)} MB`;
