import type { DatabaseSync } from 'node:sqlite';

/** One step from a version of the schema to the next. */
export type Migration = (db: DatabaseSync) => void;
