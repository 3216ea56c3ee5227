import type { CommandLine, Confinement } from '#lab/confinement.ts';
import { ProgramProcess } from '#lab/program-process.ts';

/** Milliseconds that building may take. */
const buildTimeout = 60_000;

/**
 * Builds a hand-in within its limits; resolves with its directory. Rejects with an error whose message is a sentence.
 */
export async function buildHandIn(confinement: Confinement, line: CommandLine): Promise<string> {
  const dir = confinement.makeDir();
  const build = new ProgramProcess(line, dir, confinement);
  const failure = await build.failure();
  await build.ended(buildTimeout);
  const { end, printed } = build;
  await build.kill();
  if (failure === undefined && end === 'exit code 0') return dir;
  const said = `${printed.stderr}\n${printed.stdout}`.split('\n').find((row) => /error|cannot|not found/i.test(row));
  const how = failure ?? end ?? `it took more than ${buildTimeout / 1000} s`;
  throw new Error(`it cannot be built (${how})${said === undefined ? '' : `: ${said.trim().slice(0, 300)}`}`);
}
