import { DatabaseSync } from 'node:sqlite';
import type { SearchIndex } from '#chat/search/search-index.ts';
import type { Clock } from '#chat/ports.ts';
import type { LogSource } from './log-source.ts';
import { MessageIndex } from './message-index.ts';
import { SearchEngine } from './search-engine.ts';

/** Small tables, because this index runs on the main thread, where each step must be short. */
const seqs = 2048;

/** An index in memory, for a store in memory. */
export function searchInMemory(log: LogSource, clock: Pick<Clock, 'after' | 'elapsed'>): SearchIndex {
  const engine = new SearchEngine({
    open() {
      const db = new DatabaseSync(':memory:');
      return { index: new MessageIndex({ db, log, seqs, elapsed: () => clock.elapsed() }), close: () => db.close() };
    },
    nextTurn: (call) => void setImmediate(call),
    later: (ms, call) => clock.after(ms, call),
    warn: () => {},
  });
  return {
    follow: (epoch, shown) => engine.follow(epoch, shown),
    find: async (find) => engine.find(find),
    close: async () => engine.close(),
  };
}
