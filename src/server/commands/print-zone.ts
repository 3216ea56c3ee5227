import type { Stdio } from '#server/stdio.ts';
import { say } from './report-refusals.ts';
import type { StandardOutput } from './standard-output.ts';
import { zoneLine } from './time-stamps.ts';

/**
 * Prints the time zone of the times that follow, only on a terminal: a file or a program gets results only. `shown`:
 * how the line is emphasised.
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
