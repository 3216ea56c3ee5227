import { kill } from 'node:process';

import { isMarked, processes } from './processes.ts';

/** The search is repeated this often, because processes can start others while they are being ended. */
const attempts = 20;

/** Ends all processes with this mark in their environment. For programs without a namespace. */
export function endMarked(mark: string): void {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const left = processes().filter(({ pid }) => isMarked(pid, mark));
    if (left.length === 0) return;
    for (const { pid } of left) {
      try {
        kill(pid, 'SIGKILL');
      } catch (error) {
        // The process has ended.
        if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')))
          throw error;
      }
    }
  }
}
