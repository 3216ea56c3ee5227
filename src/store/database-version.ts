import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { applicationId, versionOf } from './migrations.ts';
import { exits, isMalformed, openingError, StoreError } from './store-error.ts';

/**
 * The version of a database; 0: it is missing or empty. Throws `StoreError` if `file` is not our database, or is newer
 * than `newest`. It never changes the file, because another program may be able to read it.
 */
export function databaseVersion(file: string, newest: number): number {
  if (!existsSync(file) || statSync(file).size === 0) return 0;
  const hasWal = existsSync(`${file}-wal`);
  try {
    const alone = headerAlone(file, hasWal);
    if (alone && hasWal) judge(alone, file, newest);
    // The last migration may still be in the WAL.
    const header = hasWal ? headerOf(file) : alone;
    if (!header) return 0;
    judge(header, file, newest);
    return header.version;
  } catch (error) {
    throw openingError(error, file);
  }
}

/**
 * Undefined if the file is only complete with its WAL: a process killed during a checkpoint leaves new pages among old
 * ones.
 */
function headerAlone(file: string, hasWal: boolean): Header | undefined {
  try {
    return headerOf(immutable(file));
  } catch (error) {
    if (hasWal && isMalformed(error)) return undefined;
    throw error;
  }
}

/** With this URI, SQLite reads only this file and creates no files next to it. */
function immutable(file: string): URL {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return url;
}

interface Header {
  readonly application: unknown;
  readonly version: number;
}

function headerOf(path: string | URL): Header {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return {
      application: db.prepare('PRAGMA application_id').get()?.['application_id'],
      version: versionOf(db),
    };
  } finally {
    db.close();
  }
}

function judge({ application, version }: Header, file: string, newest: number): void {
  if (application !== applicationId) throw new StoreError(exits.corrupt, `${file} is not a Polylogue database.`);
  if (version > newest) {
    throw new StoreError(exits.newer, `${file} was made by a newer version of Polylogue (${version}).`);
  }
}
