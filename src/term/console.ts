import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

import { PipeConsole } from './pipe-console.ts';
import { TerminalConsole } from './terminal-console.ts';

type Tty = { readonly isTTY?: boolean };

/**
 * Where a person types and reads, as a dialect's client needs it: with line editing where both streams are a terminal,
 * plain lines otherwise. `signals` emits SIGINT and SIGTERM.
 */
export function createConsole(
  input: Readable & Tty,
  output: Writable & Tty,
  signals: EventEmitter = process,
): PipeConsole | TerminalConsole {
  const terminal = input.isTTY === true && output.isTTY === true && process.env['TERM'] !== 'dumb';
  return terminal ? new TerminalConsole(input, output, signals) : new PipeConsole(input, output, signals);
}
