import type { Store } from '#chat/ports.ts';
import type { DatabaseSync } from 'node:sqlite';
import { Batches, type Memory } from './batches.ts';
import { readChatSettings } from './chat-settings.ts';
import { Cursors } from './cursors.ts';
import { Listings } from './listings.ts';
import { createLookup, present } from './lookups.ts';
import type { Medium } from './medium.ts';
import { Progress } from './progress.ts';
import { loadMemory } from './load-memory.ts';
import { NewestJoins } from './newest-joins.ts';
import { prepare } from './statements.ts';
import { createEntryReads } from './entry-reads.ts';
import { textOrNull } from './row-values.ts';
import { Ignored } from './ignored.ts';
import { RoomStates } from './room-states.ts';
import { isBusy, runningError } from './store-error.ts';
import { Tail } from './tail.ts';
import { WriteLock, type WriteLockOptions } from './write-lock.ts';

export interface SqliteStoreOptions extends Pick<WriteLockOptions, 'pause' | 'warn'> {
  readonly db: DatabaseSync;
  /** The name of the database in messages. */
  readonly file: string;
  readonly medium: Medium;
  readonly indexEvery: number;
  /** Closes the connection, and everything that uses it. */
  readonly close: () => Promise<void>;
}

/** A store in an open database with the newest schema. */
export function createStore(options: SqliteStoreOptions): Store {
  const { db, file, medium, indexEvery, close, pause, warn } = options;
  const prepared = prepare(db);
  const states = new RoomStates(prepared);
  const listings = new Listings(prepared);
  const ignored = new Ignored(prepared);
  const memory: Memory = {
    on: prepared,
    states,
    listings,
    ignored,
    newest: new NewestJoins(prepared),
    cursors: new Cursors(),
    tail: new Tail(),
    progress: new Progress(),
    clientIds: { any: prepared.anyOnce.get() !== undefined },
    guestTokens: { any: prepared.anyGuestToken.get() !== undefined },
    mentioned: { any: prepared.anyMention.get() !== undefined },
    spoken: { any: prepared.anySpoke.get() !== undefined },
  };
  const { on, cursors, tail, progress } = memory;
  const batches = new Batches(memory, indexEvery);
  loadMemory(on, tail, progress);
  let place = progress.place;
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
    cursors.clear();
    states.forget();
    memory.newest.forget();
    // When the disk is full, SQLite has already rolled back.
    if (db.isTransaction) on.rollback.get();
    ignored.forget();
    loadMemory(on, tail, progress);
    listings.reload();
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
    ...createLookup(memory, () => cursors.save(on)),
    place: () => place,
    runs: () => progress.runs,
    present: () => present(on),
    chatSettings: () => readChatSettings(on),
    addressKey: () => textOrNull(on.addressKey.get()?.[0] ?? null) ?? undefined,
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
    durable: () => medium.durable(),
    ...createEntryReads(memory),
    hasRoom: () => medium.hasRoom(),
    spare: () => medium.spare(),
    close,
  };
}
