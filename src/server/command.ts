import type { Stdio } from './stdio.ts';

/** One option of a command, as `node:util` parses it and `--help` shows it. */
export interface Option {
  /** The placeholder of the value in `--help`, such as `DIR`. Without it, the option takes no value. */
  readonly value?: string;
  /** The option may be given several times. */
  readonly multiple?: boolean;
  /** One letter: `o` for `-o FILE`. Only for an option with a value. */
  readonly short?: string;
  readonly help: string;
}

/** A parsed command line. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  /** `undefined`: this one is missing, and an alias gave a later one. */
  readonly positionals: readonly (string | undefined)[];
}

/** The value of an option. */
export function textOf(values: Given['values'], name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** An error in a command line: one sentence. Exit code 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command of `polylogue`. Its `--help` is rendered from it. */
export interface Command {
  /** The words of the command: `history`, `account add`, `nick client`. */
  readonly name: string;
  /** The arguments after them: `ROOM`, `[HOST [PORT]]`. */
  readonly args: string;
  /** The least and the greatest number of arguments. */
  readonly count: readonly [least: number, most: number];
  /** One line of fewer than 80 characters. */
  readonly summary: string;
  /** More paragraphs, of at most 100 columns; empty if there are none. */
  readonly about: string;
  readonly options: Readonly<Record<string, Option>>;
  /**
   * Options of an original program. Each takes a value, for one of our options or for an argument of that name in
   * `args`.
   */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** Resolves with the exit code. Throws `UsageError`. */
  run(given: Given, stdio: Stdio): Promise<number>;
}
