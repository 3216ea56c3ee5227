/**
 * The bytes of nick. Server to client: frames, a length of two bytes and as many bytes of UTF-8. Client to server:
 * plain text without an end, so one chunk is one message. Specification: README.md.
 */

import { frameOf } from '#text/frames.ts';

/** The words of the protocol: three of the server, two that begin a client's command. */
export const protocolWords = { hello: 'HELLO', ready: 'READY', retry: 'RETRY', nick: 'NICK', bye: 'BYE' } as const;

/** The longest message of a client, in UTF-8 bytes. */
export const maxMessage = 2048;
/** The longest frame, in UTF-8 bytes without its length. */
export const maxFrame = 0xffff;

const lf = 0x0a;
const cr = 0x0d;
const lengthBytes = 2;

const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A frame of the server. A text longer than `maxFrame` is cut into several, with an ellipsis at each cut. */
export function frame(text: string): Uint8Array {
  const bytes = frameOf(`\0\0${text}`);
  const length = bytes.length - lengthBytes;
  if (length > maxFrame) return cutFrames(bytes.subarray(lengthBytes));
  bytes[0] = length >> 8;
  bytes[1] = length & 0xff;
  return bytes;
}

export const hello: Uint8Array = frame(protocolWords.hello);
export const ready: Uint8Array = frame(protocolWords.ready);
export const retry: Uint8Array = frame(protocolWords.retry);

const ellipsis: Uint8Array = utf8.encode('…');

function cutFrames(text: Uint8Array): Uint8Array {
  const frames: number[] = [];
  const most = maxFrame - 2 * ellipsis.length;
  for (let at = 0; at < text.length;) {
    let end = Math.min(at + most, text.length);
    while (end < text.length && isContinuation(text[end])) end--;
    const [before, after] = [at > 0 ? ellipsis : [], end < text.length ? ellipsis : []];
    const length = before.length + (end - at) + after.length;
    frames.push(length >> 8, length & 0xff, ...before);
    for (; at < end; at++) frames.push(text[at] ?? 0);
    frames.push(...after);
  }
  return Uint8Array.from(frames);
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && byte >> 6 === 0b10;

/** A client's message: the text itself. */
export const message = (text: string): Uint8Array => utf8.encode(text);

/** Bytes to text; what is not UTF-8 becomes U+FFFD. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Whether a chunk is one message after its length, as some clients write it. */
export function isPrefixed(chunk: Uint8Array): boolean {
  const high = chunk[0] ?? 0xff;
  return high <= maxMessage >> 8 && chunk.length === lengthBytes + high * 256 + (chunk[1] ?? 0);
}

/** Where the message at `at` ends, including its line end: after the next LF, else at the end of the chunk. */
export function messageEnd(chunk: Uint8Array, at: number): number {
  const end = chunk.indexOf(lf, at);
  return end === -1 ? chunk.length : end + 1;
}

/** A message without its line end (LF, CR LF or CR); undefined when it is longer than `maxMessage`. */
export function messageText(chunk: Uint8Array, at: number, end: number): string | undefined {
  let last = end;
  if (last > at && chunk[last - 1] === lf) last--;
  if (last > at && chunk[last - 1] === cr) last--;
  if (last === at) return '';
  return last - at > maxMessage ? undefined : decoder.decode(chunk.subarray(at, last));
}

/** Whether bytes end within a character: then the network cut them, and the rest is still to come. */
export function isCut(bytes: Uint8Array): boolean {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if (!isContinuation(byte)) return byte !== undefined && back < characterLength(byte);
  }
  return false;
}

/** Whether a chunk continues a character of the previous one. */
export const goesOn = (chunk: Uint8Array): boolean => isContinuation(chunk[0]);

/** Bytes of the character that begins with this byte; 1 if none can. */
function characterLength(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** A text from a server. `raw`: without a length, like the original's shutdown notice. */
export interface Heard {
  readonly text: string;
  readonly raw: boolean;
}

/** Raw text is recognised by its first two bytes, `Th` or `Se`, which would be the lengths 21,608 and 21,349. */
const rawBeginnings: ReadonlySet<number> = new Set([0x5468, 0x5365]);
/** Raw text that is known to be complete, and shown at once. */
const wholeRaw = /^(?:The server will shut down in \d+ seconds?\. Goodbye!|Server will shut down in \d+ seconds)/;
/** Bytes of raw text that are collected before they are shown. */
const maxRaw = 256;

/**
 * Parses what a server sends, however the network cuts it. Never holds more than one frame and one chunk. Raw text ends
 * where a frame can begin: at a byte below 0x20, the first of a length under 8192.
 */
export class FrameParser {
  #bytes = new Uint8Array(1024);
  #length = 0;
  #raw = false;

  push(chunk: Uint8Array): readonly Heard[] {
    this.#append(chunk);
    const heard: Heard[] = [];
    let at = 0;
    for (let next = this.#next(at, heard); next > at; next = this.#next(at, heard)) at = next;
    this.#bytes.copyWithin(0, at, this.#length);
    this.#length -= at;
    return heard;
  }

  /** The incomplete text when the server has closed. */
  end(): readonly Heard[] {
    const [first = 0] = this.#bytes;
    const from = first < 0x20 && !this.#raw ? lengthBytes : 0;
    const left = this.#bytes.subarray(from, Math.max(from, this.#length));
    this.#length = 0;
    return left.length > 0 ? [{ text: decode(left), raw: true }] : [];
  }

  #append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }

  /** Parses one text at `at` and returns where the next begins; `at` itself if it is incomplete. */
  #next(at: number, heard: Heard[]): number {
    if (this.#length - at < (this.#raw ? 1 : lengthBytes)) return at;
    const length = (this.#bytes[at] ?? 0) * 256 + (this.#bytes[at + 1] ?? 0);
    if (this.#raw || rawBeginnings.has(length)) return this.#nextRaw(at, heard);
    const from = at + lengthBytes;
    if (this.#length < from + length) return at;
    heard.push({ text: decode(this.#bytes.subarray(from, from + length)), raw: false });
    return from + length;
  }

  #nextRaw(at: number, heard: Heard[]): number {
    this.#raw = true;
    let end = at;
    while (end < this.#length && (this.#bytes[end] ?? 0) >= 0x20) end++;
    const text = decode(this.#bytes.subarray(at, end));
    if (end < this.#length) this.#raw = false;
    else if (!wholeRaw.test(text) && end - at < maxRaw) return at;
    if (end === at) return this.#next(at, heard);
    heard.push({ text, raw: true });
    return end;
  }
}
