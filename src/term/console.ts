import type { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';

import type { Screen } from './input-area.ts';
import { PipeConsole } from './pipe-console.ts';
import { reflowIn } from './reflow.ts';
import { TerminalConsole, type Tty } from './terminal-console.ts';

/**
 * Suspends all processes of the job, as a terminal does at Ctrl-Z: if only this process stopped, `npx` would keep the
 * shell waiting.
 */
function stopJob(): void {
  if (process.platform !== 'win32') process.kill(0, 'SIGTSTP');
}

/**
 * Makes the console of a client: with line editing if both streams are a terminal, plain lines otherwise; `TERM=dumb`
 * gets prompts, too. `signals` emits SIGINT, SIGTERM and SIGCONT; `stop` suspends the process.
 */
export function createConsole(
  input: Readable & Tty,
  output: Screen & Tty,
  signals: EventEmitter = process,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  stop: () => void = stopJob,
): PipeConsole | TerminalConsole {
  const terminal = input.isTTY === true && output.isTTY === true;
  if (!terminal) return new PipeConsole(input, output, { signals, stop });
  if (environment['TERM'] === 'dumb') return new PipeConsole(input, output, { signals, stop, prompts: true });
  // https://no-color.org: whatever its value, unless it is empty.
  const colours = (environment['NO_COLOR'] ?? '') === '';
  return new TerminalConsole(input, output, { signals, colours, stop, reflows: reflowIn(environment) });
}
