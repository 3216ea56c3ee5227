/**
 * The blocks of chatroom, the same in both directions: a number in 64 bytes, or a length in 1024 bytes and the data.
 * For the data see pickle.ts and encryption.ts. Specification: README.md.
 */

/** Bytes of an ACK. */
export const ackBytes = 64;
/** Bytes of the header of a STREAM, and of each of its slices at most. */
export const blockBytes = 1024;
/** The longest STREAM accepted, in bytes. */
export const maxStream: number = 1024 * 1024;
/** Bytes kept of each kind of data a client sends; more is read and refused as too long. */
export const most: Readonly<Record<'operation' | 'name' | 'key' | 'password' | 'text' | 'sealedText', number>> = {
  operation: 64,
  name: 1024,
  /** The largest accepted key needs 1100. */
  key: 4096,
  /** Sealed. */
  password: 8192,
  text: 20 * 1024,
  /** A sealed text with its head. */
  sealedText: 40 * 1024,
};

/** The number before a push: 5 before plain text, 4 before text that is sealed for the client. */
export const openPush = 5;
export const sealedPush = 4;

/** What a client can ask for, by the text of its STREAM. */
export const operations = {
  sayToAll: 'BM',
  sayToOne: 'PM',
  showHistory: 'CH',
  leave: 'EX',
} as const;

const blank = 0x20;
const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A number, padded with spaces. */
export const ack = (number: number): Uint8Array => padded(number, ackBytes);

/** The header before a body of this many bytes. */
export const header = (length: number): Uint8Array => padded(length, blockBytes);

function padded(number: number, bytes: number): Uint8Array {
  const block = new Uint8Array(bytes).fill(blank);
  utf8.encodeInto(String(number), block);
  return block;
}

/** A number as the original's `int()` reads it, spaces around it allowed; undefined for anything else. */
export function numberIn(block: Uint8Array): number | undefined {
  const [, digits] = /^\s*([+-]?[0-9]{1,15})\s*$/.exec(decode(block)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The length in a header; undefined if it is not acceptable. */
export function lengthIn(block: Uint8Array, most: number = maxStream): number | undefined {
  const length = numberIn(block);
  return length !== undefined && length >= 0 && length <= most ? length : undefined;
}

/** Cuts data into writes, for peers that read one block at a time. */
export function slices(bytes: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += blockBytes) found.push(bytes.subarray(at, at + blockBytes));
  return found;
}

export const encode = (text: string): Uint8Array => utf8.encode(text);

/** Bytes to text; what is not UTF-8 becomes U+FFFD. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
