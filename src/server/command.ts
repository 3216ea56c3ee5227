import type { Stdio } from './stdio.ts';

/** One flag of a command, as `node:util` parses it and as `--help` tells it. */
export interface Option {
  /** What stands for the value in `--help`, such as `DIR`; without it the flag takes none. */
  readonly value?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  /** A letter: `o` for `-o FILE`. Only for a flag that takes a value. */
  readonly short?: string;
  readonly help: string;
}

/** What a command line gave, once it was understood. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  /** `undefined`: left out before one that an alias gave. */
  readonly positionals: readonly (string | undefined)[];
}

/** The value of an option that takes one. */
export function textOf(values: Given['values'], name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A command line that cannot be run: one sentence that says what is wrong with it. Exit code 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command of `polylogue`. Its `--help` is rendered from it. */
export interface Command {
  /** Its words: `history`, `account add`, `nick client`. */
  readonly name: string;
  /** What stands behind them: `ROOM`, `[HOST [PORT]]`. */
  readonly args: string;
  /** How many of these there must be, and may be. */
  readonly count: readonly [least: number, most: number];
  /** One line, under 80 characters. */
  readonly summary: string;
  /** More than that, in paragraphs of at most 100 columns; empty for nothing. */
  readonly about: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Words of an original's command line: each takes a value, for an option, or for an argument of that name in `args`. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** Resolves with the exit code. Throws `UsageError`. */
  run(given: Given, stdio: Stdio): Promise<number>;
}
