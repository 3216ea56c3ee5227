export type CommandLine = readonly [string, ...string[]];

/** How a program that is not trusted is started, and what is watched meanwhile. */
export interface Confinement {
  /** A new directory with the program's files, in which it works. */
  makeDir(): string;
  removeDir(dir: string): void;
  /** What is really started for a command line in such a directory. `terminal`: it will be at a terminal. */
  start(line: CommandLine, dir: string, terminal: boolean): Confined;
}

/** A program that is about to be started within its limits. */
export interface Confined {
  readonly line: CommandLine;
  readonly cwd: string;
  /** Watches the process that was started, and everything it starts. */
  watch(pid: number): Watch;
}

/** Watches one running program. */
export interface Watch {
  /** The program printed this many bytes more. */
  printed(bytes: number): void;
  /** Signals the program, not what confines it. */
  signal(signal: NodeJS.Signals): void;
  /** Ends the program and everything it started. */
  end(seen: LastSeen): Promise<void>;
}

/** What is known of a program after it has ended. */
export interface LastSeen {
  /** The end of what it printed, on both outputs. */
  readonly printed: string;
  /** How it ended by itself, such as `exit code 1`. */
  readonly end: string | undefined;
}
