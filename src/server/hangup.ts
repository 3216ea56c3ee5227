import { fstatSync } from 'node:fs';
import { basename } from 'node:path';
import { isatty } from 'node:tty';

/** What one of the three standard descriptors is. */
export type Standard = 'terminal' | 'file' | 'pipe' | 'closed';

/**
 * Whether SIGHUP is to be ignored, as `nohup` wishes. Node sets an inherited "ignore" back to the default before any of
 * our code runs, so it is told by what `nohup` leaves behind: no terminal, and only files (its `nohup.out`, /dev/null, a
 * log); or the name under which bash hands over the command it started, `_`. A pipe or a socket belongs to a program
 * that started us and can ask us to stop: there SIGHUP stops the server. `command`: the value of `_`.
 */
export function ignoresHangup(standard: readonly Standard[], command: string | undefined): boolean {
  if (standard.includes('terminal')) return false;
  return !standard.includes('pipe') || basename(command ?? '') === 'nohup';
}

/** Asked at the start: of a terminal that has hung up the system no longer says that it was one. */
export function hangupIsIgnored(): boolean {
  return ignoresHangup([0, 1, 2].map(standardOf), process.env['_']);
}

function standardOf(descriptor: number): Standard {
  if (isatty(descriptor)) return 'terminal';
  try {
    const found = fstatSync(descriptor);
    return found.isFIFO() || found.isSocket() ? 'pipe' : 'file';
  } catch {
    return 'closed';
  }
}
