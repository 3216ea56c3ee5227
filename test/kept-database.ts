import { DatabaseSync } from 'node:sqlite';
import { migrate } from '#store/migrations.ts';
import type { StoreOptions } from '#store/open-store.ts';

let empty: Uint8Array | undefined;

/** A database without entries. Its tables are made once. */
function newDatabase(): Uint8Array {
  if (!empty) {
    using db = new DatabaseSync(':memory:');
    migrate(db);
    empty = db.serialize();
  }
  return empty;
}

/** A database in memory, whose contents outlive a restart of its server. Opening one costs a fraction of opening files. */
export class KeptDatabase {
  #db: DatabaseSync | undefined;
  #contents: Uint8Array | undefined;

  /** For `openStore`. */
  readonly options: StoreOptions = {
    dir: ':memory:',
    durability: 'relaxed',
    parts: {
      connected: (db) => {
        this.#db = db;
        db.deserialize(this.#contents ?? newDatabase());
      },
      // Its tables are in what is put into it.
      migrations: [],
    },
  };

  /** To be called before the store is closed. */
  keep(): void {
    this.#contents = this.#db?.serialize();
  }
}
