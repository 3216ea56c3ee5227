import type { Store } from '#chat/ports.ts';

/** Opens a store, and opens it again after it was closed. */
export interface StoreFixture {
  /** `indexEvery`: entries after which the index by room is written, where there is one. */
  open(indexEvery?: number): Promise<Store>;
  /** Closes the store and removes its files. */
  clear(): Promise<void>;
}
