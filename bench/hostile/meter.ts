import { readFileSync } from 'node:fs';

/** The interval of reading the RSS, in ms. */
const every = 250;
/** The unit of `/proc/PID/stat`: ticks per second. */
const ticksPerSecond = 100;

/** RSS of a process in bytes; 0 once it has ended. */
function rssOf(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}

/** CPU of a process so far, in s; undefined once it has ended. */
function cpuOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The third field follows the name, which may contain spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}

/** Records the highest RSS of a process, and its latest CPU time. */
export class Meter implements Disposable {
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  #highest = 0;
  #cpu = 0;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#look(), every);
  }

  /** The highest RSS since the last call, in bytes. */
  takeHighest(): number {
    this.#look();
    const highest = this.#highest;
    this.#highest = 0;
    return highest;
  }

  get cpu(): number {
    this.#look();
    return this.#cpu;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    this.#highest = Math.max(this.#highest, rssOf(this.#pid));
    this.#cpu = cpuOf(this.#pid) ?? this.#cpu;
  }
}
