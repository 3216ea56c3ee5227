import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { applicationId, versionOf } from './migrations.ts';
import { exits, openingError, StoreError } from './store-error.ts';

/**
 * Throws `StoreError` unless `file` is a database of ours, of version `newest` or older, or nothing yet. Not a byte of
 * it is changed: a file that is refused must stay as it was for whoever can read it.
 */
export function inspect(file: string, newest: number): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  try {
    judge(headerOf(immutable(file)), file, newest);
    // The last migration may still be in the WAL.
    if (existsSync(`${file}-wal`)) judge(headerOf(file), file, newest);
  } catch (error) {
    throw openingError(error, file);
  }
}

/** Opened like this, SQLite looks at the file alone and makes no files beside it. */
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
  if (application !== applicationId) throw new StoreError(exits.corrupt, `${file} is no Polylogue database.`);
  if (version > newest) {
    throw new StoreError(exits.newer, `${file} was made by a newer version of Polylogue (${version}).`);
  }
}
