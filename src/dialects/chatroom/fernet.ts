import { webcrypto } from 'node:crypto';

import type { Millis } from '#chat/event.ts';

/** The bytes of Fernet tokens, before base64: https://github.com/fernet/spec/blob/master/Spec.md. */

const { subtle } = webcrypto;

const version = 0x80;
const timeBytes = 8;
const blockBytes = 16;
const macBytes = 32;
const leadBytes: number = 1 + timeBytes + blockBytes;

/** `secret`: 32 bytes, of which the first half signs and the second encrypts. */
export async function wrapped(data: Uint8Array, secret: Uint8Array, now: Millis): Promise<Uint8Array> {
  const { signing, encrypting } = await keysOf(secret);
  const iv = webcrypto.getRandomValues(new Uint8Array(blockBytes));
  const cipher = await subtle.encrypt({ name: 'AES-CBC', iv }, encrypting, own(data));
  const token = new Uint8Array(leadBytes + cipher.byteLength + macBytes);
  token[0] = version;
  new DataView(token.buffer).setBigUint64(1, BigInt(Math.floor(now / 1000)));
  token.set(iv, 1 + timeBytes);
  token.set(new Uint8Array(cipher), leadBytes);
  const signed = token.subarray(0, -macBytes);
  token.set(new Uint8Array(await subtle.sign('HMAC', signing, signed)), signed.length);
  return token;
}

/** Whether bytes are formed like a token, of any secret. */
export const isToken = (token: Uint8Array): boolean =>
  token[0] === version &&
  token.length >= leadBytes + blockBytes + macBytes &&
  (token.length - leadBytes - macBytes) % blockBytes === 0;

/** Undefined if it is not a token of this secret. Its age is ignored. */
export async function unwrapped(token: Uint8Array, secret: Uint8Array): Promise<Uint8Array | undefined> {
  if (!isToken(token)) return undefined;
  const { signing, encrypting } = await keysOf(secret);
  const bytes = own(token);
  const signed = bytes.subarray(0, -macBytes);
  // Compared in constant time, and before anything is decrypted.
  if (!(await subtle.verify('HMAC', signing, bytes.subarray(-macBytes), signed))) return undefined;
  const iv = bytes.subarray(1 + timeBytes, leadBytes);
  const data = subtle.decrypt({ name: 'AES-CBC', iv }, encrypting, signed.subarray(leadBytes));
  return data.then(
    (found) => new Uint8Array(found),
    () => undefined,
  );
}

async function keysOf(secret: Uint8Array): Promise<Record<'signing' | 'encrypting', webcrypto.CryptoKey>> {
  const bytes = own(secret);
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  return {
    signing: await subtle.importKey('raw', bytes.subarray(0, 16), hmac, false, ['sign', 'verify']),
    encrypting: await subtle.importKey('raw', bytes.subarray(16), 'AES-CBC', false, ['encrypt', 'decrypt']),
  };
}

/** A copy in its own buffer, as WebCrypto's types require. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
