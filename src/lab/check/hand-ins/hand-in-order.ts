import type { Side, Spec } from '#lab/check/check.ts';
import type { HandInFiles } from '#lab/check/confine/hand-in-copy.ts';
import type { Isolation, Limits } from '#lab/check/confine/isolation.ts';
import type { Grade, Rubric } from '#lab/check/rubric.ts';
import type { Times } from '#lab/check/run-check.ts';
import type { CommandLine } from '#lab/confinement.ts';
import type { TransportName } from '#link/transports.ts';

/** The rules for all hand-ins of a run. */
export interface Assignment {
  readonly dialect: string;
  readonly side: Side;
  readonly spec: Spec;
  readonly transport: TransportName;
  readonly times: Times;
  readonly repeat: number;
  readonly rubric: Rubric | undefined;
  /** The port that programs listen on, where it is fixed. */
  readonly port: number | undefined;
  /** Milliseconds within which a server must accept links, and after each chunk that is written to it. */
  readonly startTimeout: number;
  readonly pause: number;
  readonly limits: Limits;
  /** Milliseconds that all checks of one hand-in may take. */
  readonly longest: number;
  readonly isolation: Isolation;
  /** See `VisiblePrograms`. */
  readonly shown: readonly string[];
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly hasPrlimit: boolean;
  /** The name and version of the program, for captures. */
  readonly writer: string;
}

/** The order for a worker. Plain data. */
export interface Order {
  readonly assignment: Assignment;
  readonly name: string;
  readonly files: HandInFiles;
  readonly build: string | undefined;
  readonly line: CommandLine;
  /** An empty directory, for everything the programs write. */
  readonly base: string;
  /** The user id of the programs; undefined for that of the worker. */
  readonly user: number | undefined;
  readonly mark: string;
}

export interface ReportFile {
  readonly name: string;
  readonly content: Uint8Array | string;
}

/** The result of a hand-in. Plain data. */
export interface HandInResult {
  readonly name: string;
  /** The program, relative to its folder. */
  readonly file: string;
  readonly counts: Readonly<Record<'passed' | 'failed' | 'flaky' | 'not reached' | 'skipped', number>>;
  readonly grade: Grade | undefined;
  /** The first failure, and its likely cause. */
  readonly first: { readonly id: string; readonly says: string; readonly cause: string | undefined } | undefined;
  /** The ids of the checks that passed only sometimes. */
  readonly flaky: readonly string[];
  /** The exceeded limits, one sentence each. */
  readonly stopped: readonly string[];
  /** A sentence: why it could not be checked, or not completely. */
  readonly problem: string | undefined;
  /** Whole milliseconds. */
  readonly ms: number;
  /** The report, as a single check gives it with `--json`; undefined if nothing was checked. */
  readonly report: unknown;
  readonly files: readonly ReportFile[];
}

/** Messages from a worker. */
export type WorkerNews =
  | { readonly kind: 'check'; readonly id: string; readonly verdict: string }
  | { readonly kind: 'done'; readonly result: HandInResult };

/** The result of a hand-in that could not be checked. */
export const unchecked = (name: string, file: string, problem: string, ms = 0): HandInResult => ({
  name,
  file,
  counts: { passed: 0, failed: 0, flaky: 0, 'not reached': 0, skipped: 0 },
  grade: undefined,
  first: undefined,
  flaky: [],
  stopped: [],
  problem,
  ms,
  report: undefined,
  files: [],
});
