import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

/** Runs a program of Wireshark. Rejects with its error output when it fails. */
export function runWireshark(program: 'tshark' | 'capinfos', args: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(program, args, { maxBuffer: 1 << 28, timeout: 120_000 }, (error, stdout, stderr) => {
    if (error) reject(new Error(`${program} failed: ${stderr.trim() || error.message}`, { cause: error }));
    else resolve(stdout);
  });
  return promise;
}

/** Why tests with tshark are skipped; false when they are not. Looked for and not asked: it takes 0.2 s of CPU to say its version. */
export function tsharkMissing(): Promise<string | false> {
  const places = (env['PATH'] ?? '').split(delimiter);
  const isThere = places.some((place) => ['tshark', 'tshark.exe'].some((name) => existsSync(join(place, name))));
  return Promise.resolve(isThere ? false : 'tshark is not installed');
}
