import type { Clock } from '#chat/ports.ts';
import { fdatasync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { CheckpointThread } from './checkpoint-thread.ts';
import type { Checkpointer } from './checkpoints.ts';
import { freeBytes } from './free-space.ts';
import { type Migration, migrations } from './migrations.ts';
import type { Sync } from './wal.ts';

/** What a test may replace: the disk, time, and the schema's history. */
export interface Seams {
  readonly sync: Sync;
  /** Bytes free in the file system of a directory. */
  readonly free: (dir: string) => Promise<number>;
  readonly clock: Pick<Clock, 'after'>;
  /** Resolves after that many ms; keeps the process alive until then. */
  readonly pause: (ms: number) => Promise<void>;
  readonly checkpointer: (file: string, clock: Pick<Clock, 'after'>) => Checkpointer;
  readonly migrations: readonly Migration[];
  /** Entries put into the index by room at a time. */
  readonly indexEvery: number;
  /** Is given the connection before anything else uses it. */
  readonly connected: (db: DatabaseSync) => void;
}

const timers: Pick<Clock, 'after'> = {
  after(ms, call) {
    const timer = globalThis.setTimeout(call, ms).unref();
    return () => clearTimeout(timer);
  },
};

export const real: Seams = {
  sync: fdatasync,
  free: freeBytes,
  clock: timers,
  pause: (ms) => setTimeout(ms),
  checkpointer: (file, clock) => new CheckpointThread(file, clock),
  migrations,
  indexEvery: 4096,
  connected: () => {},
};
