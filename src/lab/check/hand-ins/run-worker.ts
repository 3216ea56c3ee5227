import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { env, execPath, kill } from 'node:process';
import { fileURLToPath } from 'node:url';

import { endMarked } from '#lab/check/confine/end-marked-processes.ts';
import { inOwnNetwork } from '#lab/check/confine/own-network.ts';
import { sizeOf } from '#lab/check/confine/hand-in-copy.ts';
import type { CommandLine } from '#lab/confinement.ts';

import { type HandInResult, type Order, unchecked, type WorkerNews } from './hand-in-order.ts';

/** Milliseconds added to the time of all checks: then a worker without a result is ended. */
const besidesChecks = 60_000;
/** Copies of a hand-in in its file system at the same time: the built one, and one for each running check. */
const copies = 5;
/** Characters kept of a worker's error output. */
const maxSaid = 4000;

/** Checks one hand-in in a worker process. `signal`: ends it at once. `told`: each check that is done. */
export async function runWorker(order: Order, signal: AbortSignal, told: (id: string) => void): Promise<HandInResult> {
  const { assignment, name, files, base, mark } = order;
  const began = performance.now();
  const failed = (problem: string): HandInResult =>
    unchecked(name, files.file, problem, Math.round(performance.now() - began));
  const apart = assignment.isolation.level !== 'group';
  const program = fileURLToPath(import.meta.resolve('#lab/check/hand-ins/worker.ts'));
  const worker: CommandLine = [execPath, program];
  let size: number;
  try {
    size = sizeOf(files);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
  const disk = assignment.limits.disk + copies * size;
  const [command, ...args] = apart ? inOwnNetwork(worker, assignment.isolation.asRoot, base, disk) : worker;
  // The worker gets its own process group, so that Ctrl-C only reaches us, and all its processes can be ended together.
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { PATH: env['PATH'] ?? '', ...compiled() },
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-maxSaid)));
  let result: HandInResult | undefined;
  child.on('message', (news: WorkerNews) => {
    if (news.kind === 'done') ({ result } = news);
    else told(news.id);
  });
  // It may end before it gets the order: its end is handled below.
  child.send(order, () => {});
  const isLate = await ended(child, assignment.longest * assignment.repeat + besidesChecks, signal);
  if (!apart) endMarked(mark);
  if (result) return result;
  return failed(isLate ? 'it took far too long, and was ended' : brokeOff(said));
}

/** Ends the worker and its processes after this many ms, or at the signal. Resolves when it has ended: whether it was late. */
async function ended(child: ChildProcess, longest: number, signal: AbortSignal): Promise<boolean> {
  const closed = once(child, 'close').catch(() => undefined);
  const end = (): void => endGroup(child);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, longest);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  await closed;
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  end();
  return isLate;
}

/** The problem of a hand-in whose worker has ended without a result, with the error that the worker has printed, if it can be found. */
function brokeOff(said: string): string {
  const rows = said.trim().split('\n');
  const why = rows.find((row) => /^\w*(Error|error)\b/.test(row)) ?? rows.at(-1) ?? '';
  return `the check broke off${why === '' ? '' : `: ${why}`}`;
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    kill(-pid, 'SIGKILL');
  } catch (error) {
    // None of them is left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Where the worker finds our code as this process has compiled it: half of its start. Node keeps it in a folder for each version. */
function compiled(): NodeJS.ProcessEnv {
  const kept = getCompileCacheDir();
  return kept === undefined ? {} : { NODE_COMPILE_CACHE: dirname(kept) };
}
