import { createPublicKey, randomBytes, webcrypto } from 'node:crypto';

import type { Millis } from '#chat/event.ts';
import { Turns } from '#chat/turns.ts';

import { decode, encode } from './codec.ts';
import { unwrapped, wrapped } from './fernet.ts';

const { subtle } = webcrypto;

/** One's own keys. */
export interface Keys {
  readonly privateKey: webcrypto.CryptoKey;
  /** What is sent of them: base64 of PEM. */
  readonly shown: Uint8Array;
}

/** A key to seal for somebody else with, and how it came, byte for byte. */
export interface PeerKey {
  readonly key: webcrypto.CryptoKey;
  readonly shown: Uint8Array;
}

const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' } as const;
const modulusLength = 2048;
/** Bits of somebody else's modulus: below, no key fits in; above, it is us who would have to work. */
const [leastBits, mostBits] = [1024, 4096];

/** It takes a millisecond of a thread where the disk is waited for, too. */
const turns = new Turns(2);

let made: Promise<Keys> | undefined;

/** This process's own keys: made when they are first needed, off the thread, and never kept. */
export const ownKeys = (): Promise<Keys> => (made ??= makeKeys());

export async function makeKeys(): Promise<Keys> {
  const usual = { ...oaep, modulusLength, publicExponent: Uint8Array.of(1, 0, 1) };
  const { privateKey, publicKey } = await subtle.generateKey(usual, true, ['encrypt', 'decrypt']);
  const der = Buffer.from(await subtle.exportKey('spki', publicKey)).toString('base64');
  const lines = der.match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`;
  return { privateKey, shown: encode(Buffer.from(pem).toString('base64')) };
}

/** Somebody else's key; undefined when it is none that is taken. */
export function peerKey(shown: Uint8Array): PeerKey | undefined {
  try {
    const pem = Buffer.from(decode(shown), 'base64').toString('latin1');
    // Anything else Node would read as a key as well, such as a private one.
    if (!pem.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')) return undefined;
    const key = createPublicKey(pem);
    const { modulusLength: bits = 0 } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType !== 'rsa' || bits < leastBits || bits > mostBits) return undefined;
    return { key: key.toCryptoKey(oaep, false, ['encrypt']), shown };
  } catch {
    return undefined;
  }
}

/** Bytes that only the owner of the key can open. */
export async function seal(data: Uint8Array, { key }: PeerKey, now: Millis): Promise<Uint8Array> {
  const secret = randomBytes(32);
  const fernetKey = Buffer.from(urlSafe(secret));
  const sealedKey = await turns.take(() => subtle.encrypt(oaep, key, fernetKey));
  const token = urlSafe(await wrapped(data, secret, now));
  return encode(`${Buffer.from(sealedKey).toString('base64')};${Buffer.from(token).toString('base64')}`);
}

/** What was sealed for us; undefined when it was not, or was changed on its way. */
export async function unseal(sealed: Uint8Array, { privateKey }: Keys): Promise<Uint8Array | undefined> {
  const [sealedKey, token, more] = decode(sealed).split(';');
  if (sealedKey === undefined || token === undefined || more !== undefined) return undefined;
  const opened = await turns.take(() =>
    subtle.decrypt(oaep, privateKey, Buffer.from(sealedKey, 'base64')).catch(() => undefined),
  );
  const secret = opened && Buffer.from(decode(new Uint8Array(opened)), 'base64url');
  if (secret?.length !== 32) return undefined;
  return unwrapped(Buffer.from(Buffer.from(token, 'base64').toString('latin1'), 'base64url'), secret);
}

/** Base64 with the padding that Python's `urlsafe_b64encode` writes. */
const urlSafe = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
