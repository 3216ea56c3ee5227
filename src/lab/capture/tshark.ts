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
