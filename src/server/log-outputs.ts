import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type LineQueue, lineQueue } from './line-queue.ts';
import { mayColour, type Output, type Stdio } from './stdio.ts';

export interface LogOutput extends Pick<LineQueue, 'add'> {
  readonly terminal: boolean;
  /** Whether event names are coloured. */
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
 * A file to which lines are appended. It is created if missing, and only its owner may read it. It is opened for each
 * write, so it can be moved away meanwhile. While no descriptor is free to open it, its lines wait. `onFailure` is
 * called at the first failed write.
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
  // Opened once now, so that a file that cannot be written is reported at the start.
  append('').catch(() => {});
  return lineQueue({ write: append, gap: omitted, mayRetry: isOutOfDescriptors });
}

/** No free descriptors in this process or on the machine. The file was not opened, so nothing was written. */
const isOutOfDescriptors = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE');
