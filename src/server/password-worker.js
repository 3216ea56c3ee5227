// Plain JavaScript, because a thread that strips types holds 18 MB more for it.

import { argon2Sync } from 'node:crypto';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

/** Hashes one password after the other. Answers are `Reply` of password-thread.ts. */

try {
  // On Linux a priority can be set for one thread.
  if (process.platform === 'linux') setPriority(10);
} catch {
  // Not allowed here: the priority stays as it is.
}

parentPort?.on('message', (parameters) => {
  try {
    parentPort?.postMessage({ tag: argon2Sync('argon2id', parameters) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
