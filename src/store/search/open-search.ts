import { join } from 'node:path';
import type { Clock, Store } from '#chat/ports.ts';
import type { SearchIndex } from '#chat/search/search-index.ts';
import { searchInMemory } from './memory-search.ts';
import { SearchThread } from './search-thread.ts';

export interface SearchOptions {
  /** The data directory of the open store; may be `:memory:`. */
  readonly dir: string;
  readonly store: Store;
  readonly clock: Pick<Clock, 'after' | 'elapsed'>;
  /** Called with a sentence for the operator. */
  readonly warn: (sentence: string) => void;
}

/** The index of a store's messages, in the file `search.db` next to it. Close it before the store. */
export function openSearch({ dir, store, clock, warn }: SearchOptions): SearchIndex {
  if (dir === ':memory:') return searchInMemory(store, clock);
  return new SearchThread({ files: { log: join(dir, 'polylogue.db'), index: join(dir, 'search.db') }, clock, warn });
}
