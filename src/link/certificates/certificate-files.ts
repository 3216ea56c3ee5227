import { X509Certificate } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { type Credentials, selfSigned } from './self-signed.ts';

/** Credentials, and the path of their certificate, for clients that should trust it. */
export interface FiledCredentials extends Credentials {
  readonly file: string;
}

const week = 7 * 86_400_000;

/** Reads the credentials of two files. Throws Node's error, or an error with a sentence when a file is not valid. */
export function readCredentials(certFile: string, keyFile: string): FiledCredentials {
  const [cert, key] = [textOf(certFile), textOf(keyFile)];
  if (!cert.includes('-----BEGIN CERTIFICATE-----')) throw new Error(`${certFile} holds no certificate in PEM.`);
  if (!key.includes('PRIVATE KEY-----')) throw new Error(`${keyFile} holds no private key in PEM.`);
  return { cert, key, file: certFile };
}

/** Some editors put a byte order mark before a text; OpenSSL cannot read such a file. */
const textOf = (file: string): string => readFileSync(file, 'utf8').replace(/^\ufeff/, '');

/** The credentials kept in a directory; made there when there are none, or when they are about to expire. */
export function keptCredentials(dir: string, now: number): FiledCredentials {
  const [certFile, keyFile] = [join(dir, 'quic-certificate.pem'), join(dir, 'quic-private-key.pem')];
  if (existsSync(certFile) && existsSync(keyFile)) {
    const kept = readCredentials(certFile, keyFile);
    if (new X509Certificate(kept.cert).validToDate.getTime() > now + week) return kept;
  }
  const made = selfSigned(now);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // The certificate is written last: when it exists, its key exists too.
  replace(keyFile, made.key, 0o600);
  replace(certFile, made.cert, 0o644);
  return { ...made, file: certFile };
}

/**
 * Replaces a file. A file left under the temporary name, by an interrupted run or another program, is removed, not written
 * through: it may be a link to another file.
 */
function replace(file: string, text: string, mode: number): void {
  const temporary = `${file}.new`;
  rmSync(temporary, { force: true });
  writeNew(temporary, text, mode);
  renameSync(temporary, file);
}

/** Makes a file with that mode, and its content durable. Throws Node's `EEXIST` where anything has that name, a link too. */
export function writeNew(file: string, text: string, mode: number): void {
  const made = openSync(file, 'wx', mode);
  try {
    writeFileSync(made, text);
    fsyncSync(made);
  } finally {
    closeSync(made);
  }
}
