import { kill } from 'node:process';

import { isMarked, processes } from './processes.ts';

/** Attempts to find more: what is ended one after the other can start others meanwhile. */
const attempts = 20;

/** Ends all processes that have this in their environment. For programs that no namespace holds together. */
export function endMarked(mark: string): void {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const left = processes().filter(({ pid }) => isMarked(pid, mark));
    if (left.length === 0) return;
    for (const { pid } of left) {
      try {
        kill(pid, 'SIGKILL');
      } catch (error) {
        // It has ended.
        if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')))
          throw error;
      }
    }
  }
}
