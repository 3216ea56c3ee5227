import { Buffer } from 'node:buffer';
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';

import type { Link } from '#link/link.ts';

/**
 * The original's client, written from its behaviour and from nothing of ours: blocking reads of whatever has come, its
 * own way to seal, and its faults where a server must live with them.
 */

/** What a socket is to a Python program. */
export class Socket {
  readonly link: Link;
  #received: Buffer = Buffer.alloc(0);
  #closed = false;
  #wake: () => void = () => {};

  constructor(link: Link) {
    this.link = link;
    link.read({
      take: (chunk) => {
        this.#received = Buffer.concat([this.#received, chunk]);
        this.#wake();
        return chunk.length;
      },
      ended: () => {
        this.#closed = true;
        this.#wake();
      },
    });
  }

  /** At most this many bytes, as soon as there are any; none when the peer has closed. */
  async recv(most: number): Promise<Buffer> {
    while (this.#received.length === 0 && !this.#closed) await new Promise<void>((resolve) => (this.#wake = resolve));
    const bytes = this.#received.subarray(0, most);
    this.#received = this.#received.subarray(most);
    return bytes;
  }

  /** Nothing has come that was not read. */
  get silent(): boolean {
    return this.#received.length === 0;
  }

  sendall(bytes: Buffer | string): void {
    this.link.write(Uint8Array.from(Buffer.from(bytes)));
  }

  close(): void {
    this.link.end();
  }
}

export class Died extends Error {}

export const pad = (value: number | string, width: number): string => String(value).padEnd(width);

/** One `recv(64)`, and `int()` of it. */
export async function recvNumber(socket: Socket, width = 64): Promise<number> {
  const text = (await socket.recv(width)).toString();
  if (!/^\s*-?\d+\s*$/.test(text)) throw new Died(`int() got ${JSON.stringify(text.slice(0, 40))}`);
  return Number(text);
}

/** `recv(1024)` until there is enough, so that it eats what comes after. */
export async function recvStream(socket: Socket): Promise<Buffer> {
  const size = await recvNumber(socket, 1024);
  socket.sendall(pad(1, 64));
  let data = Buffer.alloc(0);
  while (data.length < size) {
    const some = await socket.recv(1024);
    if (some.length === 0) throw new Died('the socket was closed');
    data = Buffer.concat([data, some]);
  }
  if (data.length > size) throw new Died(`${data.length - size} bytes of what follows were eaten`);
  return data;
}

export async function sendStream(socket: Socket, data: Buffer | string): Promise<void> {
  const bytes = Buffer.from(data);
  socket.sendall(pad(bytes.length, 1024));
  if ((await recvNumber(socket)) !== 1) throw new Died('the stream was not acknowledged');
  for (let at = 0; at < bytes.length; at += 1024) socket.sendall(bytes.subarray(at, at + 1024));
}

export interface OriginalKeys {
  readonly privateKey: KeyObject;
  readonly shown: Buffer;
}

let usual: OriginalKeys | undefined;

/** Where it does not matter whose they are: to make a pair takes a tenth of a second. */
export const usualKeys = (): OriginalKeys => (usual ??= generateKeys());

export function generateKeys(): OriginalKeys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 65537 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  return { privateKey, shown: Buffer.from(Buffer.from(pem).toString('base64')) };
}

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
const urlSafe = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');

export function seal(text: string, shown: Buffer): Buffer {
  const key = createPublicKey(Buffer.from(shown.toString(), 'base64'));
  const secret = randomBytes(32);
  const [iv, lead] = [randomBytes(16), Buffer.alloc(9)];
  lead[0] = 0x80;
  lead.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000)), 1);
  const cipher = createCipheriv('aes-128-cbc', secret.subarray(16), iv);
  const signed = Buffer.concat([lead, iv, cipher.update(text), cipher.final()]);
  const mac = createHmac('sha256', secret.subarray(0, 16)).update(signed).digest();
  const token = Buffer.from(urlSafe(Buffer.concat([signed, mac])));
  const sealed = publicEncrypt({ key, ...oaep }, Buffer.from(urlSafe(secret)));
  return Buffer.from(`${sealed.toString('base64')};${token.toString('base64')}`);
}

export function unseal(blob: Buffer, { privateKey }: OriginalKeys): string {
  const [sealed = '', encoded = ''] = blob.toString().split(';');
  const key = privateDecrypt({ key: privateKey, ...oaep }, Buffer.from(sealed, 'base64'));
  const secret = Buffer.from(key.toString(), 'base64url');
  const token = Buffer.from(Buffer.from(encoded, 'base64').toString(), 'base64url');
  const signed = token.subarray(0, -32);
  const mac = createHmac('sha256', secret.subarray(0, 16)).update(signed).digest();
  if (!mac.equals(token.subarray(-32))) throw new Died('InvalidToken');
  const decipher = createDecipheriv('aes-128-cbc', secret.subarray(16), signed.subarray(9, 25));
  return Buffer.concat([decipher.update(signed.subarray(25)), decipher.final()]).toString();
}
