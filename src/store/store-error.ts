/** Exit codes, from sysexits.h. */
export const exits = {
  /** The file is damaged, or not a database of ours. */
  corrupt: 65,
  /** The file or directory cannot be created or written. */
  unwritable: 73,
  /** The disk failed, or became full, while the store was open. */
  failing: 74,
  /** Another server is using it. */
  taken: 75,
  /** A newer version created it. */
  newer: 78,
} as const;

/** Why the store cannot be opened, or cannot continue: one sentence for the operator, and the exit code. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly exit: number;

  constructor(exit: number, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.exit = exit;
  }
}

/** The primary result codes of SQLite that are handled. */
const sqlite = {
  error: 1,
  busy: 5,
  readonly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** SQLite's primary result code of an error; undefined if the error is not SQLite's. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** Whether SQLite reports that another program holds the lock. */
export const isBusy = (error: unknown): boolean => codeOf(error) === sqlite.busy;

/** Whether SQLite reports that the pages of a database are inconsistent. */
export const isMalformed = (error: unknown): boolean => codeOf(error) === sqlite.corrupt;

/** Whether SQLite reports that the file is not a database, or is damaged. */
export const isDamaged = (error: unknown): boolean => isMalformed(error) || codeOf(error) === sqlite.notADatabase;

/** Converts an error from opening `file`. Errors that are not caused by the disk are our bugs, and stay as they are. */
export function openingError(error: unknown, file: string): unknown {
  if (error instanceof StoreError) return error;
  switch (codeOf(error)) {
    case sqlite.corrupt:
    case sqlite.notADatabase:
      return new StoreError(exits.corrupt, `${file} is damaged or is not a database.`, { cause: error });
    case sqlite.error:
      return lacksSchema(error) ? incomplete(error, file) : error;
    case sqlite.readonly:
    case sqlite.cannotOpen:
      return new StoreError(exits.unwritable, `${file} cannot be opened for writing.`, { cause: error });
    default:
      return runningError(error, file);
  }
}

/** Another program has removed a table, or a column: the version of the database is one of ours. */
const lacksSchema = (error: unknown): boolean => /^no such (?:table|column)\b/.test(reason(error));

const incomplete = (error: unknown, file: string): StoreError =>
  new StoreError(exits.corrupt, `${file} was changed by another program (${reason(error)}). Restore a backup.`, {
    cause: error,
  });

/** The same for an error from reading and writing. */
export function runningError(error: unknown, file: string): unknown {
  switch (codeOf(error)) {
    case sqlite.full:
      return new StoreError(exits.failing, `The disk is full: ${file} cannot grow.`, { cause: error });
    case sqlite.busy:
      return new StoreError(exits.taken, `Another program keeps ${file} locked.`, { cause: error });
    case sqlite.corrupt:
    case sqlite.notADatabase:
      return new StoreError(exits.corrupt, `${file} is damaged.`, { cause: error });
    case sqlite.io:
    case sqlite.readonly:
    case sqlite.cannotOpen:
      return diskError(error, file);
    default:
      return isSystem(error) ? diskError(error, file) : error;
  }
}

/** An error of `node:fs`. */
const isSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/** The disk has failed: its content is unreliable until the process restarts. */
export const diskError = (error: unknown, file: string): StoreError =>
  new StoreError(exits.failing, `The disk fails: ${file} cannot be read or written (${reason(error)}).`, {
    cause: error,
  });

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
