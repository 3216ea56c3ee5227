import { visible } from '#text/visible.ts';
import { Refused } from '#server/control/refused.ts';
import type { Stdio } from '#server/stdio.ts';

/** Runs a command; where it is refused, says so on standard error. Resolves with the exit code. */
export async function reportingRefusals(command: string, stdio: Stdio, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(stdio, `polylogue ${command}: ${error.message}`);
    return error.exit;
  }
}

/** A line for the person at the terminal, beside the results. */
export function say({ stderr }: Pick<Stdio, 'stderr'>, line: string): void {
  stderr.write(`${visible(line)}\n`);
}
