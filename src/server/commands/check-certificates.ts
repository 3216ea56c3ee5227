import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { type Credentials, selfSigned } from '#link/certificates/self-signed.ts';
import { UsageError } from '#server/command.ts';
import { systemReason } from '#text/system-reason.ts';

/** The certificate in a file. Throws `UsageError`. */
export function certificateIn(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw new UsageError(`the certificate ${file} cannot be read: ${systemReason(error)}.`);
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`${file} contains no certificate in PEM.`);
}

/** A certificate for localhost and its key, in files that are removed when this process ends. */
export function temporaryCredentials(): Credentials & { readonly certFile: string; readonly keyFile: string } {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-check-certificate-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const { cert, key } = selfSigned(Date.now());
  const [certFile, keyFile] = [join(dir, 'certificate.pem'), join(dir, 'private-key.pem')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return { cert, key, certFile, keyFile };
}
