import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** The server has its own core; all other processes share the other one. */
export type Core = 0 | 1;

const pins: boolean = spawnSync('taskset', ['-c', '0', 'true']).status === 0;
const running = new Set<ChildProcess>();

/** Whether processes have separate cores; not without `taskset`, or with one core. */
export const pinned: boolean = pins && spawnSync('taskset', ['-c', '1', 'true']).status === 0;

/** Starts Node with these arguments on one core; `nice`: its nice value. */
export function startNode(args: readonly string[], core: Core, nice: number, talks: boolean): ChildProcess {
  const line = [
    ...(pinned ? ['taskset', '-c', String(core)] : []),
    ...(nice > 0 ? ['nice', '-n', String(nice)] : []),
    process.execPath,
    ...args,
  ];
  const [command = '', ...rest] = line;
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe', ...(talks ? (['ipc'] as const) : [])] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Kills all running children. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Kills a process, and resolves when it has ended. */
export async function kill(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
