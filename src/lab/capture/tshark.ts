import { execFile } from 'node:child_process';

/** Runs a program of Wireshark. Rejects with its error output when it fails. */
export function runWireshark(program: 'tshark' | 'capinfos', args: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(program, args, { maxBuffer: 1 << 28, timeout: 120_000 }, (error, stdout, stderr) => {
    if (error) reject(new Error(`${program} failed: ${stderr.trim() || error.message}`, { cause: error }));
    else resolve(stdout);
  });
  return promise;
}

let missing: Promise<string | false> | undefined;

/** Why tests with tshark are skipped; false when they are not. */
export function tsharkMissing(): Promise<string | false> {
  missing ??= runWireshark('tshark', ['--version']).then(
    () => false,
    () => 'tshark is not installed',
  );
  return missing;
}
