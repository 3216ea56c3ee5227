// Plain JavaScript, because a thread that strips types holds 18 MB more for it.

import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * A separate connection that never opens a write transaction: checkpoints sync, and would hold up the event loop.
 * `run` asks for one, `empty` for one that leaves an empty WAL, `close` for the end. Answers are `Reply` of checkpoint-thread.ts.
 */
const db = new DatabaseSync(String(workerData), { timeout: 5000 });
db.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0');
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
const truncation = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)');

parentPort?.on('message', (message) => {
  if (message !== 'close') return parentPort.postMessage(answer(message === 'empty' ? empty : passive));
  db.close();
  parentPort.close();
});

function passive() {
  const row = checkpoint.get();
  return { frames: Number(row?.log), done: Number(row?.checkpointed) };
}

/** It would keep the writer out while it waits for a reader, so it does not wait. */
function empty() {
  db.exec('PRAGMA busy_timeout = 0');
  try {
    const row = truncation.get();
    const frames = Number(row?.log);
    return { frames: row?.busy === 0 ? frames : Math.max(1, frames), done: Number(row?.checkpointed) };
  } finally {
    db.exec('PRAGMA busy_timeout = 5000');
  }
}

/** @param {() => { frames: number, done: number }} run */
function answer(run) {
  try {
    return run();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
