import type { Stdio } from '#server/stdio.ts';
import { say } from './report-refusals.ts';
import type { StandardOutput } from './standard-output.ts';
import { zoneLine } from './time-stamps.ts';

/**
 * Says of what zone the times are that follow, on the terminal where somebody reads them: a file or a program gets
 * nothing but results. `shown`: how the line is set off.
 */
export async function printZone(
  stdio: Stdio,
  output: StandardOutput,
  shown: (text: string) => string = (text) => text,
): Promise<void> {
  const line = zoneLine(Date.now());
  if (output.terminal) await output.write(shown(`${line}\n`));
  else if (stdio.stderr.isTTY) say(stdio, line);
}
