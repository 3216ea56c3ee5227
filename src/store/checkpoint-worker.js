// Plain JavaScript, because a thread that strips types holds 18 MB more for it.

import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * A separate connection that never opens a write transaction: checkpoints sync, and would hold up the event loop.
 * Any message asks for one, `close` for the end. Answers are `Reply` of checkpoint-thread.ts.
 */
const db = new DatabaseSync(String(workerData), { timeout: 5000 });
db.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0');
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (message) => {
  if (message !== 'close') return parentPort.postMessage(answer());
  db.close();
  parentPort.close();
});

function answer() {
  try {
    const row = checkpoint.get();
    return { frames: Number(row?.log), done: Number(row?.checkpointed) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
