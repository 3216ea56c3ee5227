import type { ChildProcess } from 'node:child_process';
import { kill, platform } from 'node:process';

/** Signals a process and all others of its group, as Ctrl-C does; on Windows the process alone. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (platform === 'win32') child.kill(signal);
    else kill(-pid, signal);
  } catch (error) {
    // No process of the group is left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
