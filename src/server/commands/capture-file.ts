import { closeSync, openSync, rmSync, writeSync } from 'node:fs';

import type { CaptureFormat } from '#lab/capture/capture-format.ts';
import { pcapFormat } from '#lab/capture/pcap-writer.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { UsageError } from '#server/command.ts';
import { CommandError } from '#server/control/command-error.ts';
import { systemReason } from '#text/system-reason.ts';

const [cannotRead, cannotCreate, cannotWrite] = [66, 73, 74];

/** The format by the extension of the file name: `.pcap` or `.pcapng`. Throws `UsageError` for any other. */
export function captureFormatFor(path: string): CaptureFormat {
  if (/\.pcapng$/i.test(path)) return pcapngFormat();
  if (/\.pcap$/i.test(path)) return pcapFormat();
  throw new UsageError(`The name of a capture ends with .pcapng or .pcap: ${JSON.stringify(path)} does not.`);
}

/**
 * Creates a new file that only its owner may read, and calls `write` with it; removes it if that fails. Throws
 * `CommandError`.
 */
export async function writeNewFile(
  path: string,
  fill: (write: (bytes: Uint8Array) => void) => Promise<void>,
): Promise<void> {
  const file = create(path);
  let whole = false;
  try {
    await fill((bytes) => writeAll(file, path, bytes));
    whole = true;
  } finally {
    closeSync(file);
    if (!whole) rmSync(path, { force: true });
  }
}

function create(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new CommandError(`${path} exists already: choose another name.`, cannotCreate, { cause: error });
    throw new CommandError(`${path} cannot be written: ${systemReason(error, 'directory')}.`, cannotCreate, {
      cause: error,
    });
  }
}

function writeAll(file: number, path: string, bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  } catch (error) {
    throw new CommandError(`${path} cannot be written: ${systemReason(error, 'directory')}.`, cannotWrite, {
      cause: error,
    });
  }
}

/** Returns the result of `read`. Throws `CommandError` when the file cannot be read. */
export async function reading<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new CommandError(`${path} cannot be read: ${systemReason(error)}.`, cannotRead, { cause: error });
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;
