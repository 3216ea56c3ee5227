import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Millis } from '#chat/event.ts';
import { OptionError } from '#dialects/dialect.ts';
import {
  type FiledCredentials,
  keptCredentials,
  readCredentials,
  writeNew,
} from '#link/certificates/certificate-files.ts';
import { selfSigned } from '#link/certificates/self-signed.ts';

export interface Certificate extends FiledCredentials {
  /** Called when the certificate is no longer used: removes a file that was made for this run. */
  forget(): void;
}

/**
 * The certificate and key of a listener's options `cert` and `key`, otherwise those in the data directory. Throws an
 * `OptionError`.
 */
export function certificateOf(options: Readonly<Record<string, string>>, dir: string, now: Millis): Certificate {
  const given = givenCertificate(options);
  if (given) return lasting(given);
  return dir === ':memory:' ? ofOneRun(now) : lasting(keptCredentials(dir, now));
}

/** The certificate and key of the options, if there are any. Throws an `OptionError`. */
export function givenCertificate({ cert, key }: Readonly<Record<string, string>>): FiledCredentials | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new OptionError('A key needs its certificate: cert is missing.');
  if (key === undefined) throw new OptionError('A certificate needs its private key: key is missing.');
  try {
    return readCredentials(cert, key);
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

const lasting = (credentials: FiledCredentials): Certificate => ({ ...credentials, forget() {} });

/** A certificate for one run, with `:memory:` as data directory. It is written to a file, because clients need one; its key is in no file. */
function ofOneRun(now: Millis): Certificate {
  const made = selfSigned(now);
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-'));
  const file = join(dir, 'quic-certificate.pem');
  writeNew(file, made.cert, 0o644);
  return { ...made, file, forget: () => rmSync(dir, { recursive: true, force: true }) };
}
