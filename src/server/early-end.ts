import type { EventEmitter } from 'node:events';

/** The parts of `process` that are used here. */
export interface Ending extends Pick<EventEmitter, 'once' | 'off'> {
  readonly stderr: { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
}

/**
 * Node ends with 0 when it has nothing left to wait for, also where a command still waits for something: then it ends
 * with 70 and a sentence. Returns what to call when the command is done.
 */
export function reportEarlyEnd(process: Ending): () => void {
  const ended = (code: number): void => {
    if (code !== 0) return;
    process.stderr.write('polylogue: ended before it was done. This is an error in Polylogue.\n');
    process.exitCode = 70;
  };
  process.once('exit', ended);
  return () => void process.off('exit', ended);
}
