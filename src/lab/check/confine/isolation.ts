/** How far a program is kept away from everything else, the strongest first. */
export const rungs = ['bwrap', 'unshare', 'group'] as const;
export type Rung = (typeof rungs)[number];

/** How programs are kept apart on this machine. Plain data: it is handed to other processes. */
export interface Isolation {
  readonly rung: Rung;
  /** Why the stronger rungs are not reached, a sentence each. */
  readonly lacks: readonly string[];
  /** This process is root: each program gets a user id of its own, from `firstUser` on. */
  readonly asRoot: boolean;
}

/** What a rung keeps away, in a sentence. */
export const rungWords: Readonly<Record<Rung, string>> = {
  bwrap: 'bubblewrap: no network, no files but its own, limits',
  unshare: 'namespaces (unshare): no network, no files but its own, limits',
  group: 'process group and limits only: programs reach the network and your files',
};

/** User ids that no system gives to people, nor to its services (systemd's are 61184 to 65519). */
export const firstUser = 60_600;
export const users = 500;

/** Bounds of one program. */
export interface Limits {
  /** Bytes of memory that the program and what it starts may use together. */
  readonly memory: number;
  readonly processes: number;
  /** Bytes that all programs of one hand-in may write to files. */
  readonly disk: number;
  /** Bytes of output. */
  readonly output: number;
  /** Files open at a time. */
  readonly files: number;
  /** Seconds of processor time, for each process. */
  readonly cpu: number;
}

export const usualLimits: Limits = {
  memory: 512 << 20,
  processes: 64,
  disk: 128 << 20,
  output: 8 << 20,
  files: 1024,
  cpu: 120,
};

/** What can be stopped, as a report names it. */
export type Bound = 'memory' | 'processes' | 'disk' | 'output' | 'cpu' | 'network' | 'background' | 'SIGTERM' | 'time';

/** Takes down what was stopped; the first sentence about each bound is kept. */
export class Stops {
  readonly #said = new Map<Bound, string>();

  note(bound: Bound, says: string): void {
    if (!this.#said.has(bound)) this.#said.set(bound, says);
  }

  /** Sentences such as `memory: it used more than 512 MB`. */
  get sentences(): readonly string[] {
    return [...this.#said].map(([bound, says]) => `${bound}: ${says}`);
  }
}
