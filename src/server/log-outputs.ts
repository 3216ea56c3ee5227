import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type LineQueue, lineQueue } from './line-queue.ts';
import { mayColour, type Output, type Stdio } from './stdio.ts';

/** Where a log goes. */
export interface LogOutput extends Pick<LineQueue, 'add'> {
  readonly terminal: boolean;
  /** The name of an event may be coloured. */
  readonly colours: boolean;
}

const omitted = (lines: number): string => `(${lines} ${lines === 1 ? 'line is' : 'lines are'} missing here)`;

const onto = (output: Output, gap: (lines: number) => string): LineQueue =>
  lineQueue({
    write: (text) =>
      new Promise((written, failed) => {
        output.write(text, (error) => (error ? failed(error) : written()));
      }),
    gap,
  });

export const standardOutput = ({ stdout }: Stdio): LineQueue => onto(stdout, omitted);

export function standardError({ stderr }: Stdio): LogOutput & LineQueue {
  const terminal = stderr.isTTY === true;
  const gap = terminal ? omitted : (lines: number): string => JSON.stringify({ event: 'missing', lines });
  return { ...onto(stderr, gap), terminal, colours: mayColour(stderr) };
}

/**
 * A file that is appended to, made when there is none (only its owner may read it), and opened anew for each write, so
 * that it can be moved away meanwhile. While it cannot be opened because no descriptor is left, its lines wait. `onFailure`
 * hears of the first write that fails.
 */
export function fileOutput(file: string, onFailure: (error: unknown) => void): LineQueue {
  const path = resolve(file);
  let told = false;
  const append = async (text: string): Promise<void> => {
    try {
      await appendFile(path, text, { mode: 0o600 });
    } catch (error) {
      if (!told) onFailure(error);
      told = true;
      throw error;
    }
  };
  // Checked at the start whether it can be written, rather than when the first line is lost.
  append('').catch(() => {});
  return lineQueue({ write: append, gap: omitted, mayRetry: isOutOfDescriptors });
}

/** Of this process, or of the machine. The file was not opened then, so nothing of the lines stands in it. */
const isOutOfDescriptors = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE');
