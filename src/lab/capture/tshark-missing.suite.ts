import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

/** Why tests with tshark are skipped; false when they are not. Looked for and not asked: it takes 0.2 s of CPU to say its version. */
export function tsharkMissing(): Promise<string | false> {
  const places = (env['PATH'] ?? '').split(delimiter);
  const isThere = places.some((place) => ['tshark', 'tshark.exe'].some((name) => existsSync(join(place, name))));
  return Promise.resolve(isThere ? false : 'tshark is not installed');
}
