/** The levels of isolation, the strongest first. */
export const isolationLevels = ['bwrap', 'unshare', 'group'] as const;
export type IsolationLevel = (typeof isolationLevels)[number];

/** The isolation of programs on this machine. Plain data, because it is sent to other processes. */
export interface Isolation {
  readonly level: IsolationLevel;
  /** Why stronger levels do not work here, one sentence each. */
  readonly lacks: readonly string[];
  /** This process is root: each program gets its own user id, from `firstUser` on. */
  readonly asRoot: boolean;
}

/** What a level protects against, in a sentence. */
export const levelWords: Readonly<Record<IsolationLevel, string>> = {
  bwrap: 'bubblewrap: no network, no files but its own, limits',
  unshare: 'namespaces (unshare): no network, no files but its own, limits',
  group: 'process group and limits only: programs reach the network and your files',
};

/** User ids that systems give neither to people nor to services (systemd uses 61184 to 65519). */
export const firstUser = 60_600;
export const users = 500;

/** The limits of one program. */
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

/** The limits, as a report names them. */
export type Bound = 'memory' | 'processes' | 'disk' | 'output' | 'cpu' | 'network' | 'background' | 'SIGTERM' | 'time';

/** Records exceeded limits; the first sentence about each limit is kept. */
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
