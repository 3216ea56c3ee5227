import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The socket's name in the data directory. */
export const controlName = 'control';

/** The longest path of a socket, in bytes, that every system accepts: macOS 103, Linux 107. */
const maxBytes = 103;

/**
 * The address of the control socket of a data directory: its absolute path, or its relative one if only that is short
 * enough; on Windows a named pipe. Undefined if no path is short enough.
 */
export function controlAddress(dir: string): string | undefined {
  if (process.platform === 'win32') return pipeOf(dir);
  const path = join(resolve(dir), controlName);
  return [path, relative(process.cwd(), path)].find((each) => Buffer.byteLength(each) <= maxBytes);
}

function pipeOf(dir: string): string {
  const mark = createHash('sha256').update(realpathSync.native(dir).toLowerCase()).digest('hex');
  return `\\\\.\\pipe\\polylogue-${mark.slice(0, 32)}`;
}
