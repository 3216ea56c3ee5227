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
  /** What it was told when the job was stopped, time after time. */
  readonly stops: readonly (readonly string[])[];
  readonly console: TerminalConsole;
}

export function open(columns = 40, environment: Readonly<Record<string, string>> = {}): Terminal {
  const raw: boolean[] = [];
  const stops: (readonly string[])[] = [];
  const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => void raw.push(on) });
  const [screen, signals] = [new Screen(columns), new EventEmitter()];
  screen.on('asked', (answer: string) => void keys.write(answer));
  const console = createConsole(keys, screen, signals, environment, () => void stops.push([...screen.told]));
  assert.ok(console instanceof TerminalConsole);
  return { keys, raw, screen, signals, stops, console };
}

/** What was typed is taken some turns later. */
export async function type(keys: PassThrough, text: string | Uint8Array): Promise<void> {
  keys.write(text);
  await taken();
}

/** What the terminal has answered is taken. */
export async function taken(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
