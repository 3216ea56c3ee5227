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
export class ProgramWatch implements Watch {
  readonly #pid: number;
  readonly #watched: Watched;
  readonly #known: Set<number>;
  readonly #strangers = new Set<number>();
  readonly #every: number;
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;
  #looks = 0;
  /** It has printed too much. */
  #over = false;

  constructor(pid: number, watched: Watched) {
    this.#pid = pid;
    this.#watched = watched;
    this.#known = new Set([pid]);
    this.#every = watched.mark === undefined ? interval : wideInterval;
    this.#timer = setInterval(() => this.#look(), this.#every);
    this.#timer.unref();
  }

  printed(more: number): void {
    const { limits, stops } = this.#watched;
    this.#bytes += more;
    if (this.#bytes <= limits.output || this.#over) return;
    this.#over = true;
    stops.note('output', `it printed more than ${megabytes(limits.output)}`);
    this.#stop();
  }

  signal(signal: NodeJS.Signals): void {
    if (signal === 'SIGKILL') return this.#stop();
    const members = this.#own(this.#everything());
    const [first] = members;
    for (const each of members) if (each.group === first?.group) send(each.pid, signal);
  }

  async end(seen: LastSeen): Promise<void> {
    const { limits, stops, isFull } = this.#watched;
    clearInterval(this.#timer);
    if (isFull()) stops.note('disk', `it wrote more than ${megabytes(limits.disk)}`);
    const sign = stoppedBy(seen);
    if (sign) stops.note(...sign);
    await this.#judge();
    for (let attempt = 0; attempt < attempts; attempt++) {
      const left = this.#everything(true);
      if (left.length === 0) return;
      // Stopped first, because otherwise processes could start others while they are being killed.
      for (const each of left) send(each.pid, 'SIGSTOP');
      for (const each of left) send(each.pid, 'SIGKILL');
      await sleep(between);
    }
  }

  /** All started processes, with the launchers. `whole`: also examines unrelated processes again. */
  #everything(whole = false, all: readonly Process[] = processes()): readonly Process[] {
    const { mark } = this.#watched;
    const [known, strangers, pid] = [this.#known, this.#strangers, this.#pid];
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
  #own(all: readonly Process[]): readonly Process[] {
    const before = new Set<number>();
    let at: number | undefined = this.#pid;
    for (let step = 0; step < this.#watched.launchers && at !== undefined; step++) {
      before.add(at);
      const parent: number = at;
      at = all.find((each) => each.parent === parent)?.pid;
    }
    return all.filter((each) => !before.has(each.pid));
  }

  #stop(): void {
    for (const each of this.#everything()) send(each.pid, 'SIGKILL');
  }

  #look(): void {
    const { limits, stops, isFull } = this.#watched;
    const members = this.#own(this.#everything(false, recentProcesses(this.#every / 2)));
    const { processes: most, memory, disk } = limits;
    if (members.length > most) {
      stops.note('processes', `it had more than ${most} at a time`);
      return this.#stop();
    }
    const used = members.reduce((sum, each) => sum + each.memory, 0);
    if (used > memory && members.reduce((sum, each) => sum + (ownMemory(each.pid) ?? each.memory), 0) > memory) {
      stops.note('memory', `it used more than ${megabytes(memory)}`);
      return this.#stop();
    }
    this.#looks++;
    if (this.#looks % looksPerFiles === 0 && isFull()) {
      stops.note('disk', `it wrote more than ${megabytes(disk)}`);
      this.#stop();
    }
  }

  /** Notes background processes, and whether SIGTERM ends the program. */
  async #judge(): Promise<void> {
    const { stops, asked } = this.#watched;
    const members = this.#own(this.#everything());
    const [first] = members;
    if (!first) return;
    // Its children descend from it; detached processes descend from the namespace's first process.
    const family = new Set(familyOf(first.pid, members).map((each) => each.pid));
    const left = members.filter((each) => !family.has(each.pid) || each.session !== first.session).length;
    if (left > 0)
      stops.note('background', `${left === 1 ? 'a process' : 'processes'} in the background had to be ended`);
    if (asked.sigterm) return;
    asked.sigterm = true;
    await this.#askToEnd(first.pid);
  }

  /** Sends SIGTERM, and notes a program that it does not end. */
  async #askToEnd(pid: number): Promise<void> {
    const { stops } = this.#watched;
    const treatment = treatmentOf(pid, constants.signals.SIGTERM);
    if (treatment === 'ignores') stops.note('SIGTERM', 'it ignores this signal, and had to be killed');
    if (treatment !== 'catches') return;
    send(pid, 'SIGTERM');
    const deadline = performance.now() + grace;
    while (performance.now() < deadline) {
      await sleep(between);
      if (!processes().some((each) => each.pid === pid)) return;
    }
    stops.note('SIGTERM', 'it does not end on this signal, and had to be killed');
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    kill(pid, signal);
  } catch (error) {
    // The process has ended.
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error;
  }
}
