import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { KeptStdio } from '#server/kept-stdio.suite.ts';
import { runCommandLine } from '#server/run-command-line.ts';
import { patiently } from './patiently.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a `polylogue` command to its end, in this process, with `input` on its standard input, which is no terminal. */
export async function command(args: readonly string[], input = ''): Promise<Ran> {
  const stdio = new KeptStdio(input);
  const code = await patiently(runCommandLine(args, stdio), () => `the end of polylogue ${args.join(' ')}`);
  return { code, ...stdio.written };
}

/** The same in its own process, as a shell starts it. It costs a hundred times as much. */
export async function startedCommand(args: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  // A command without questions ends before it reads its input.
  child.stdin.on('error', () => {}).end(input);
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  await patiently(once(child, 'close'), () => `the end of polylogue ${args.join(' ')}`).finally(() => child.kill());
  return { code: child.exitCode, stdout: await stdout, stderr: await stderr };
}

/** Standard output of a command that must succeed; see `command`. */
export async function output(args: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await command(args, input);
  if (code !== 0) throw new Error(`polylogue ${args.join(' ')} exited with ${code}: ${stderr}`);
  return stdout;
}
