import { constants, createPublicKey, publicEncrypt, randomBytes, webcrypto } from 'node:crypto';

import type { Millis } from '#chat/event.ts';

import { decode, encode, most } from './codec.ts';
import { AddressTurns } from './address-turns.ts';
import { isToken, unwrapped, wrapped } from './fernet.ts';

const { subtle } = webcrypto;

/** The key pair of this process. */
export interface Keys {
  readonly privateKey: webcrypto.CryptoKey;
  /** The public key as it is sent: base64 of PEM. */
  readonly shown: Uint8Array;
}

/** A peer's public key, and the bytes it was sent in. */
export interface PeerKey {
  readonly key: webcrypto.CryptoKey;
  /** Bytes of a sealed block. */
  readonly bytes: number;
  readonly shown: Uint8Array;
}

const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' } as const;
const modulusLength = 2048;
/** Allowed bits of a peer's modulus: a smaller one cannot hold a key, a larger one costs the server too much. */
const [leastBits, maxBits] = [1024, 4096];
/** The largest exponent in use. With it and the longest modulus, one encryption takes 0.3 ms. */
const maxExponent = 65_537n;

/**
 * An RSA operation takes 1 ms in the thread pool that also syncs the disk. Each link waits for one at a time, so the
 * queue is bounded by the links; addresses take turns.
 */
const turns = new AddressTurns(2);

let made: Promise<Keys> | undefined;

/** The keys of this process: generated on first use, in the thread pool, and never stored. */
export const ownKeys = (): Promise<Keys> => (made ??= makeKeys());

export async function makeKeys(): Promise<Keys> {
  const usual = { ...oaep, modulusLength, publicExponent: Uint8Array.of(1, 0, 1) };
  const { privateKey, publicKey } = await subtle.generateKey(usual, true, ['encrypt', 'decrypt']);
  const der = Buffer.from(await subtle.exportKey('spki', publicKey)).toString('base64');
  const lines = der.match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`;
  return { privateKey, shown: encode(Buffer.from(pem).toString('base64')) };
}

/**
 * Parses a peer's key; undefined if its size or form is refused, or encryption with it fails. That is tested once,
 * synchronously, because a modulus may be any number and a peer is in the chat as soon as its key is read.
 */
export function peerKey(shown: Uint8Array): PeerKey | undefined {
  if (shown.length > most.key) return undefined;
  try {
    const pem = Buffer.from(decode(shown), 'base64').toString('latin1');
    // Node would accept other kinds of keys, too, such as private ones.
    if (!pem.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')) return undefined;
    const key = createPublicKey(pem);
    const { modulusLength: bits = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType !== 'rsa' || bits < leastBits || bits > maxBits) return undefined;
    if (publicExponent < 3n || publicExponent > maxExponent) return undefined;
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const { length: bytes } = publicEncrypt({ key, padding, oaepHash: 'sha256' }, new Uint8Array(1));
    return { key: key.toCryptoKey(oaep, false, ['encrypt']), bytes, shown };
  } catch {
    // Node cannot read it as a key, or encrypt with it.
    return undefined;
  }
}

/** Encrypts for the owner of the key. */
export async function seal(data: Uint8Array, { key }: PeerKey, now: Millis, address: string = ''): Promise<Uint8Array> {
  const secret = randomBytes(32);
  const fernetKey = Buffer.from(urlSafe(secret));
  const sealedKey = await turns.take(address, () => subtle.encrypt(oaep, key, fernetKey));
  const token = urlSafe(await wrapped(data, secret, now));
  return encode(`${Buffer.from(sealedKey).toString('base64')};${Buffer.from(token).toString('base64')}`);
}

/** Decrypts with our key; undefined if it was not sealed for it, or was changed. */
export async function unseal(
  sealed: Uint8Array,
  { privateKey }: Keys,
  address: string = '',
): Promise<Uint8Array | undefined> {
  const [sealedKey, token, more] = decode(sealed).split(';');
  if (sealedKey === undefined || token === undefined || more !== undefined) return undefined;
  const block = Buffer.from(sealedKey, 'base64');
  if (block.length !== modulusLength / 8) return undefined;
  const opened = await turns.take(address, () => subtle.decrypt(oaep, privateKey, block).catch(() => undefined));
  const secret = opened && Buffer.from(decode(new Uint8Array(opened)), 'base64url');
  if (secret?.length !== 32) return undefined;
  return unwrapped(Buffer.from(Buffer.from(token, 'base64').toString('latin1'), 'base64url'), secret);
}

/**
 * Whether bytes are formed like a text sealed for this key: a block of its length and a Fernet token. Only the owner of
 * the key can decrypt it.
 */
export function isSealedFor(sealed: Uint8Array, { bytes }: PeerKey): boolean {
  if (sealed.length > most.sealedText) return false;
  const [, block = '', coded = ''] = /^([A-Za-z0-9+/]+={0,2});([A-Za-z0-9+/]+={0,2})$/.exec(decode(sealed)) ?? [];
  if (Buffer.from(block, 'base64').length !== bytes || block.length % 4 !== 0 || coded.length % 4 !== 0) return false;
  const token = Buffer.from(coded, 'base64').toString('latin1');
  return token.length % 4 === 0 && /^[A-Za-z0-9_-]+={0,2}$/.test(token) && isToken(Buffer.from(token, 'base64url'));
}

/** Base64 with the padding that Python's `urlsafe_b64encode` writes. */
const urlSafe = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
