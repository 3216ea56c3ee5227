import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

import { PipeConsole } from './pipe-console.ts';
import { TerminalConsole, type Tty } from './terminal-console.ts';

/**
 * Where a person types and reads, as a dialect's client needs it: with line editing where both streams are a terminal,
 * plain lines otherwise. `signals` emits SIGINT and SIGTERM.
 */
export function createConsole(
  input: Readable & Tty,
  output: Writable & Tty,
  signals: EventEmitter = process,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): PipeConsole | TerminalConsole {
  const terminal = input.isTTY === true && output.isTTY === true && environment['TERM'] !== 'dumb';
  // https://no-color.org: whatever its value, unless it is empty.
  const colours = (environment['NO_COLOR'] ?? '') === '';
  return terminal ? new TerminalConsole(input, output, signals, colours) : new PipeConsole(input, output, signals);
}
