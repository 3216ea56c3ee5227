import type { Place, Store } from '#chat/ports.ts';
import type { DatabaseSync } from 'node:sqlite';
import { Batches, type Memory } from './batches.ts';
import { loadMemory } from './load-memory.ts';
import type { Medium } from './medium.ts';
import { isBusy, runningError } from './store-error.ts';
import { WriteLock, type WriteLockOptions } from './write-lock.ts';

export interface TransactionsOptions extends Pick<WriteLockOptions, 'pause' | 'warn'> {
  readonly db: DatabaseSync;
  /** The name of the database in messages. */
  readonly file: string;
  readonly medium: Medium;
  /** Entries in the tail at which the index by room is written. */
  readonly indexEvery: number;
}

type Transactions = Pick<Store, 'place' | 'begin' | 'locked' | 'waitForLock' | 'write' | 'commit' | 'rollback'>;

/** A transaction for each batch. After one that has failed, tables and memory are as they were before it. */
export function createTransactions(memory: Memory, options: TransactionsOptions): Transactions {
  const { db, file, medium, indexEvery, pause, warn } = options;
  const batches = new Batches(memory, indexEvery);
  let place: Place = memory.progress.place;
  let open = false;
  const lock = new WriteLock({ file, take: begin, pause, warn });

  function begin(): boolean {
    try {
      batches.begin();
      return (open = true);
    } catch (error) {
      if (isBusy(error)) return false;
      throw runningError(error, file);
    }
  }

  function rollback(): void {
    if (!open) return;
    open = false;
    memory.cursors.clear();
    memory.states.forget();
    memory.newest.forget();
    // When the disk is full, SQLite has already rolled back.
    if (db.isTransaction) memory.on.rollback.get();
    memory.ignored.forget();
    loadMemory(memory.on, memory.tail, memory.progress);
    memory.listings.reload();
  }

  /** Reports the first failure, not a later one of the clean-up. */
  function fail(error: unknown): unknown {
    try {
      rollback();
    } catch {
      return runningError(error, file);
    }
    return runningError(error, file);
  }

  return {
    place: () => place,
    begin(held = () => {}) {
      medium.check();
      return lock.take(held);
    },
    locked: () => lock.locked,
    waitForLock: (timeout) => lock.waitFor(timeout),
    write(outcome) {
      try {
        batches.write(outcome);
      } catch (error) {
        throw fail(error);
      }
    },
    commit(to, runs) {
      try {
        medium.committed(batches.commit(to, runs), to, batches.erases);
        place = to;
        open = false;
      } catch (error) {
        throw fail(error);
      }
    },
    rollback,
  };
}
