import { constants } from 'node:os';
import { kill } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

import type { LastSeen, Watch } from '#lab/confinement.ts';

import type { Limits, Stops } from './isolation.ts';
import { familyOf, isMarked, ownMemory, type Process, processes, recentProcesses, treatmentOf } from './processes.ts';
import { stoppedBy } from './stop-signs.ts';

/** A watched program, and how it was started. */
export interface Watched {
  readonly limits: Limits;
  readonly stops: Stops;
  /** The number of launcher processes above the program, each the child of the one before. */
  readonly launchers: number;
  /** The mark in the environment of its processes; used without a namespace. */
  readonly mark: string | undefined;
  /** Whether it has written more to files than allowed. */
  readonly isFull: () => boolean;
  /** Whether SIGTERM was examined before. */
  readonly asked: { sigterm: boolean };
}

/**
 * Milliseconds between two checks, with a namespace and without; and the number of checks between two checks of the
 * files.
 */
const [interval, wideInterval, looksPerFiles] = [100, 250, 5];
/** Milliseconds in which a program that catches SIGTERM may end; some protocols ask a server to wait 5 s. */
const grace = 6000;
/** Milliseconds between two attempts to end remaining processes, and the number of attempts. */
const [between, attempts] = [20, 100];

const megabytes = (bytes: number): string => `${Math.round(bytes / (1 << 20))} MB`;

/** Watches a process and its descendants; ends all of them when a limit is exceeded. */
export function watchProgram(pid: number, { limits, stops, launchers, mark, isFull, asked }: Watched): Watch {
  const known = new Set<number>([pid]);
  const strangers = new Set<number>();
  const every = mark === undefined ? interval : wideInterval;
  let [bytes, looks, over] = [0, 0, false];

  /** All started processes, with the launchers. `whole`: also examines unrelated processes again. */
  function everything(whole = false, all: readonly Process[] = processes()): readonly Process[] {
    if (mark === undefined) return familyOf(pid, all);
    // Without a namespace, a process can lose its parent: it is recognised by its mark, or because it was seen before.
    const alive = new Set(all.map((each) => each.pid));
    for (const set of [known, strangers]) for (const each of set) if (!alive.has(each)) set.delete(each);
    const unsure = all.filter((each) => !known.has(each.pid) && (whole || !strangers.has(each.pid)));
    for (const each of unsure) {
      const isOurs = each.group === pid || each.session === pid || known.has(each.parent) || isMarked(each.pid, mark);
      (isOurs ? known : strangers).add(each.pid);
    }
    return all.filter((each) => known.has(each.pid));
  }

  /** The program's own processes. */
  function own(all: readonly Process[]): readonly Process[] {
    const before = new Set<number>();
    let at: number | undefined = pid;
    for (let step = 0; step < launchers && at !== undefined; step++) {
      before.add(at);
      const parent: number = at;
      at = all.find((each) => each.parent === parent)?.pid;
    }
    return all.filter((each) => !before.has(each.pid));
  }

  function stop(): void {
    for (const each of everything()) send(each.pid, 'SIGKILL');
  }

  function look(): void {
    const members = own(everything(false, recentProcesses(every / 2)));
    const { processes: most, memory, disk } = limits;
    if (members.length > most) {
      stops.note('processes', `it had more than ${most} at a time`);
      return stop();
    }
    const used = members.reduce((sum, each) => sum + each.memory, 0);
    if (used > memory && members.reduce((sum, each) => sum + (ownMemory(each.pid) ?? each.memory), 0) > memory) {
      stops.note('memory', `it used more than ${megabytes(memory)}`);
      return stop();
    }
    looks++;
    if (looks % looksPerFiles === 0 && isFull()) {
      stops.note('disk', `it wrote more than ${megabytes(disk)}`);
      stop();
    }
  }

  /** Notes background processes, and processes that SIGTERM does not end. */
  async function judge(): Promise<void> {
    const members = own(everything());
    const [first] = members;
    if (!first) return;
    // Its children descend from it; detached processes descend from the namespace's first process.
    const family = new Set(familyOf(first.pid, members).map((each) => each.pid));
    const left = members.filter((each) => !family.has(each.pid) || each.session !== first.session).length;
    if (left > 0)
      stops.note('background', `${left === 1 ? 'a process' : 'processes'} in the background had to be ended`);
    if (asked.sigterm) return;
    asked.sigterm = true;
    const treatment = treatmentOf(first.pid, constants.signals.SIGTERM);
    if (treatment === 'ignores') stops.note('SIGTERM', 'it ignores this signal, and had to be killed');
    if (treatment !== 'catches') return;
    send(first.pid, 'SIGTERM');
    const deadline = performance.now() + grace;
    while (performance.now() < deadline) {
      await sleep(between);
      if (!processes().some((each) => each.pid === first.pid)) return;
    }
    stops.note('SIGTERM', 'it does not end on this signal, and had to be killed');
  }

  const timer = setInterval(look, every);
  timer.unref();
  return {
    printed(more) {
      bytes += more;
      if (bytes <= limits.output || over) return;
      over = true;
      stops.note('output', `it printed more than ${megabytes(limits.output)}`);
      stop();
    },
    signal(signal) {
      if (signal === 'SIGKILL') return stop();
      const members = own(everything());
      const [first] = members;
      for (const each of members) if (each.group === first?.group) send(each.pid, signal);
    },
    async end(seen: LastSeen) {
      clearInterval(timer);
      if (isFull()) stops.note('disk', `it wrote more than ${megabytes(limits.disk)}`);
      const sign = stoppedBy(seen);
      if (sign) stops.note(...sign);
      await judge();
      for (let attempt = 0; attempt < attempts; attempt++) {
        const left = everything(true);
        if (left.length === 0) return;
        // Stopped first, because otherwise processes could start others while they are being killed.
        for (const each of left) send(each.pid, 'SIGSTOP');
        for (const each of left) send(each.pid, 'SIGKILL');
        await sleep(between);
      }
    },
  };
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    kill(pid, signal);
  } catch (error) {
    // The process has ended.
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error;
  }
}
