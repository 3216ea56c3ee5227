import { constants, createPublicKey, publicEncrypt, randomBytes, webcrypto } from 'node:crypto';

import type { Millis } from '#chat/event.ts';
import { networkOf } from '#chat/network.ts';

import { decode, encode, most } from './codec.ts';
import { AddressTurns } from './address-turns.ts';
import { isToken, unwrapped, wrapped } from './fernet.ts';

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
  /** Of what it seals. */
  readonly bytes: number;
  readonly shown: Uint8Array;
}

const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' } as const;
const modulusLength = 2048;
/** Bits of somebody else's modulus: below, no key fits in; above, it is us who would have to work. */
const [leastBits, mostBits] = [1024, 4096];
/** Nobody uses a larger exponent. With it and the longest modulus, one encryption takes a third of a millisecond. */
const mostExponent = 65_537n;

/**
 * An operation takes a millisecond of a thread where the disk is waited for, too. Each link waits for one at a time, so
 * what waits is bounded by the links; addresses take turns.
 */
const turns = new AddressTurns(2);
const turn = <T>(address: string, work: () => Promise<T>): Promise<T> => turns.take(networkOf(address), work);

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

/**
 * Somebody else's key; undefined when its size or form is refused, or nothing can be sealed with it. That is tried once,
 * because a modulus may be any number. At once: a peer that shows a good key is in the chat with its last byte.
 */
export function peerKey(shown: Uint8Array): PeerKey | undefined {
  if (shown.length > most.key) return undefined;
  try {
    const pem = Buffer.from(decode(shown), 'base64').toString('latin1');
    // Anything else Node would read as a key as well, such as a private one.
    if (!pem.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')) return undefined;
    const key = createPublicKey(pem);
    const { modulusLength: bits = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType !== 'rsa' || bits < leastBits || bits > mostBits) return undefined;
    if (publicExponent < 3n || publicExponent > mostExponent) return undefined;
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const { length: bytes } = publicEncrypt({ key, padding, oaepHash: 'sha256' }, new Uint8Array(1));
    return { key: key.toCryptoKey(oaep, false, ['encrypt']), bytes, shown };
  } catch {
    return undefined;
  }
}

/** Bytes that only the owner of the key can open. */
export async function seal(data: Uint8Array, { key }: PeerKey, now: Millis, address: string = ''): Promise<Uint8Array> {
  const secret = randomBytes(32);
  const fernetKey = Buffer.from(urlSafe(secret));
  const sealedKey = await turn(address, () => subtle.encrypt(oaep, key, fernetKey));
  const token = urlSafe(await wrapped(data, secret, now));
  return encode(`${Buffer.from(sealedKey).toString('base64')};${Buffer.from(token).toString('base64')}`);
}

/** What was sealed for us; undefined when it was not, or was changed on its way. */
export async function unseal(
  sealed: Uint8Array,
  { privateKey }: Keys,
  address: string = '',
): Promise<Uint8Array | undefined> {
  const [sealedKey, token, more] = decode(sealed).split(';');
  if (sealedKey === undefined || token === undefined || more !== undefined) return undefined;
  const block = Buffer.from(sealedKey, 'base64');
  if (block.length !== modulusLength / 8) return undefined;
  const opened = await turn(address, () => subtle.decrypt(oaep, privateKey, block).catch(() => undefined));
  const secret = opened && Buffer.from(decode(new Uint8Array(opened)), 'base64url');
  if (secret?.length !== 32) return undefined;
  return unwrapped(Buffer.from(Buffer.from(token, 'base64').toString('latin1'), 'base64url'), secret);
}

/**
 * Whether bytes have the form of something sealed for this key: a block of its length and a Fernet token that can hold a
 * text. What stands in them, only the owner of the key can tell.
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
