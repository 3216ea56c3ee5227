import type { Clock } from '#chat/ports.ts';
import { fdatasync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { CheckpointThread } from './checkpoint-thread.ts';
import type { Checkpointer } from './checkpoints.ts';
import { freeBytes } from './free-space.ts';
import type { Migration } from './migration.ts';
import { migrations } from './migrations.ts';
import type { Sync } from './wal.ts';

/** Parts of the store that a test may replace: the disk, the clock, and the migrations. */
export interface ReplaceableParts {
  readonly sync: Sync;
  /** Bytes free in the file system of a directory. */
  readonly free: (dir: string) => Promise<number>;
  readonly clock: Pick<Clock, 'after'>;
  /** Resolves after this many ms, and keeps the process alive until then. */
  readonly pause: (ms: number) => Promise<void>;
  readonly checkpointer: (file: string, clock: Pick<Clock, 'after'>) => Checkpointer;
  readonly migrations: readonly Migration[];
  /** The index by room is written when the tail has this many entries. */
  readonly indexEvery: number;
  /** Called with the connection before it is used. */
  readonly connected: (db: DatabaseSync) => void;
}

const timers: Pick<Clock, 'after'> = {
  after(ms, call) {
    const timer = globalThis.setTimeout(call, ms).unref();
    return () => clearTimeout(timer);
  },
};

export const realParts: ReplaceableParts = {
  sync: fdatasync,
  free: freeBytes,
  clock: timers,
  pause: (ms) => setTimeout(ms),
  checkpointer: (file, clock) => new CheckpointThread(file, clock),
  migrations,
  indexEvery: 4096,
  connected: () => {},
};
