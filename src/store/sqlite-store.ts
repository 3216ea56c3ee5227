import type { Store } from '#chat/ports.ts';
import type { Memory } from './batches.ts';
import { readChatSettings } from './chat-settings.ts';
import { Cursors } from './cursors.ts';
import { Listings } from './listings.ts';
import { createLookup, present } from './lookups.ts';
import { Progress } from './progress.ts';
import { loadMemory } from './load-memory.ts';
import { NewestJoins } from './newest-joins.ts';
import { prepare, type Statements } from './statements.ts';
import { createEntryReads } from './entry-reads.ts';
import { textOrNull } from './row-values.ts';
import { Ignored } from './ignored.ts';
import { RoomStates } from './room-states.ts';
import { Tail } from './tail.ts';
import { createTransactions, type TransactionsOptions } from './transactions.ts';

export interface SqliteStoreOptions extends TransactionsOptions {
  /** Closes the connection, and everything that uses it. */
  readonly close: () => Promise<void>;
}

/** A store in an open database with the newest schema. */
export function createStore(options: SqliteStoreOptions): Store {
  const { db, medium, close } = options;
  const on = prepare(db);
  const memory = memoryOf(on);
  const { cursors, progress } = memory;
  return {
    ...createLookup(memory, () => cursors.save(on)),
    ...createEntryReads(memory),
    ...createTransactions(memory, options),
    runs: () => progress.runs,
    present: () => present(on),
    chatSettings: () => readChatSettings(on),
    addressKey: () => textOrNull(on.addressKey.get()?.[0] ?? null) ?? undefined,
    durable: () => medium.durable(),
    hasSpace: () => medium.hasSpace(),
    spare: () => medium.spare(),
    close,
  };
}

/** What is kept in memory of the tables. */
function memoryOf(on: Statements): Memory {
  const memory: Memory = {
    on,
    states: new RoomStates(on),
    listings: new Listings(on),
    ignored: new Ignored(on),
    newest: new NewestJoins(on),
    cursors: new Cursors(),
    tail: new Tail(),
    progress: new Progress(),
    accounts: { any: on.anyAccount.get() !== undefined },
    clientIds: { any: on.anyOnce.get() !== undefined },
    guestTokens: { any: on.anyGuestToken.get() !== undefined },
    mentioned: { any: on.anyMention.get() !== undefined },
    spoken: { any: on.anySpoke.get() !== undefined },
  };
  loadMemory(on, memory.tail, memory.progress);
  return memory;
}
