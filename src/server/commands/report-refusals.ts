import { visible } from '#text/visible.ts';
import { CommandError } from '#server/control/command-error.ts';
import type { Stdio } from '#server/stdio.ts';

/** Runs a command. If it throws `CommandError`, prints the reason on standard error. Resolves with the exit code. */
export async function reportingRefusals(command: string, stdio: Stdio, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    say(stdio, `polylogue ${command}: ${error.message}`);
    return error.exit;
  }
}

/** Prints a note for the person on standard error; results go to standard output. */
export function say({ stderr }: Pick<Stdio, 'stderr'>, line: string): void {
  stderr.write(`${visible(line)}\n`);
}
