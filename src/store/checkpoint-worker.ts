import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Reply } from './checkpoint-thread.ts';

/**
 * A connection of its own that never opens a write transaction: checkpoints sync, and would hold up the event loop.
 * Any message asks for one, `close` for the end.
 */
const db = new DatabaseSync(String(workerData));
db.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0');
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

const port = parentPort;
port?.on('message', (message) => {
  if (message !== 'close') return port.postMessage(answer());
  db.close();
  port.close();
});

function answer(): Reply {
  try {
    const row = checkpoint.get();
    return { frames: Number(row?.['log']), done: Number(row?.['checkpointed']) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
