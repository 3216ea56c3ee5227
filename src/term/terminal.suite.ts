import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';

import { createConsole } from './console.ts';
import { Screen } from './screen.suite.ts';
import { TerminalConsole } from './terminal-console.ts';

/** A terminal: raw input, and a screen that obeys what is written to it. */
export interface Terminal {
  readonly keys: PassThrough;
  /** Whether it was to give keys as they are struck, time after time. */
  readonly raw: readonly boolean[];
  readonly screen: Screen;
  readonly signals: EventEmitter;
  readonly console: TerminalConsole;
}

export function open(columns = 40, environment: Readonly<Record<string, string>> = {}): Terminal {
  const raw: boolean[] = [];
  const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => void raw.push(on) });
  const [screen, signals] = [new Screen(columns), new EventEmitter()];
  const console = createConsole(keys, screen, signals, environment);
  assert.ok(console instanceof TerminalConsole);
  return { keys, raw, screen, signals, console };
}

/** What was typed is taken some turns later. */
export async function type(keys: PassThrough, text: string | Uint8Array): Promise<void> {
  keys.write(text);
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
