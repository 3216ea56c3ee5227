import type { CaptureRecord, SessionRecord } from '#server/control/capture.ts';
import { askAll } from '#server/control/ask.ts';
import { CommandError } from '#server/control/command-error.ts';
import { sizeText } from '#server/parse-size.ts';

/** The state of the captures. Throws `CommandError`. */
export async function captureOf(dir: string): Promise<CaptureRecord> {
  const [record] = await askAll(dir, { kind: 'capture-status' });
  return isCapture(record) ? record : strange();
}

/** The sessions with events in memory. Throws `CommandError`. */
export async function sessionsOf(dir: string): Promise<readonly SessionRecord[]> {
  return (await askAll(dir, { kind: 'capture-sessions' })).map((each) => (isSession(each) ? each : strange()));
}

function strange(): never {
  throw new CommandError('The answer of the server is not understood: it may run another version of Polylogue.');
}

/** `/x/y.pcapng: 1.2 MB so far, up to 1 GB, of all dialects`. */
export function captureText({ file, bytes, limit, lost, ended, dialects, addresses }: CaptureRecord): string {
  if (file === null) return `No capture to a file is running.${ended === null ? '' : ` The last one ended: ${ended}.`}`;
  const missing = lost > 0 ? `; ${lost} events are missing, because too many came at once` : '';
  const made = addresses === 'synthetic' ? ', with made-up addresses' : '';
  return `Capturing ${dialects?.join(' and ') ?? 'all dialects'} to ${file}${made}: ${sizeText(bytes)} so far, up to ${sizeText(limit)}${missing}.`;
}

export const bufferText = ({ buffer }: CaptureRecord): string =>
  buffer > 0
    ? `The most recent ${sizeText(buffer)} of what was sent are kept in memory.`
    : 'No capture is kept in memory.';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const isCapture = (value: unknown): value is CaptureRecord =>
  isObject(value) &&
  'file' in value &&
  'bytes' in value &&
  'limit' in value &&
  'lost' in value &&
  'ended' in value &&
  'buffer' in value;

const isSession = (value: unknown): value is SessionRecord =>
  isObject(value) && 'id' in value && 'listener' in value && 'began' in value && 'bytes' in value && 'port' in value;
