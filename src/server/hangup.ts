import { fstatSync } from 'node:fs';
import { basename } from 'node:path';
import { isatty } from 'node:tty';

/** The kind of one of the three standard descriptors. */
export type Standard = 'terminal' | 'file' | 'pipe' | 'closed';

/**
 * Whether SIGHUP must be ignored, as under `nohup`. Node resets an inherited "ignore" to the default before our code
 * runs, so `nohup` is recognised by the descriptors: no terminal, and only files (its `nohup.out`, /dev/null, a log);
 * or by the variable `_`, in which bash puts the started command. A pipe or a socket belongs to a program that started
 * us and can ask us to stop: then SIGHUP stops the server. `command`: the value of `_`.
 */
export function ignoresHangup(standard: readonly Standard[], command: string | undefined): boolean {
  if (standard.includes('terminal')) return false;
  return !standard.includes('pipe') || basename(command ?? '') === 'nohup';
}

/** Called at the start, because the system no longer reports a terminal as one after it has hung up. */
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
