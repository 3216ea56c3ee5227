/**
 * The blocks of chatroom, the same both ways: a number in 64 bytes, or a length in 1024 and as many bytes. What stands
 * in them is pickle.ts's and sealing.ts's. Specification: README.md.
 */

/** Bytes of an ACK. */
export const ackBytes = 64;
/** Bytes of the header of a STREAM, and of each of its slices at most. */
export const blockBytes = 1024;
/** Bytes of a STREAM that are taken. */
export const maxStream: number = 1024 * 1024;
/** Bytes of each thing a client sends that are kept: more of it is read, and is too long. */
export const most: Readonly<Record<'operation' | 'name' | 'key' | 'password' | 'text' | 'sealedText', number>> = {
  operation: 64,
  name: 1024,
  /** The largest key that is taken needs 1100. */
  key: 4096,
  /** Sealed. */
  password: 8192,
  text: 20 * 1024,
  /** What a text becomes when it is sealed, and whatever head stands before it. */
  sealedText: 40 * 1024,
};

/** The number before what is pushed: 5 and the text as it is, or 4 and the text sealed for the client. */
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

/** A number, padded with blanks. */
export const ack = (number: number): Uint8Array => padded(number, ackBytes);

/** What stands before so many bytes. */
export const header = (length: number): Uint8Array => padded(length, blockBytes);

function padded(number: number, bytes: number): Uint8Array {
  const block = new Uint8Array(bytes).fill(blank);
  utf8.encodeInto(String(number), block);
  return block;
}

/** A number as the original reads it: `int()`, blanks around it or not; undefined for anything else. */
export function numberIn(block: Uint8Array): number | undefined {
  const [, digits] = /^\s*([+-]?[0-9]{1,15})\s*$/.exec(decode(block)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** How many bytes a header announces; undefined when it announces nothing that is taken. */
export function lengthIn(block: Uint8Array, most: number = maxStream): number | undefined {
  const length = numberIn(block);
  return length !== undefined && length >= 0 && length <= most ? length : undefined;
}

/** The writes in which bytes behind a header go out: who reads a block at a time finds one. */
export function slices(bytes: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += blockBytes) found.push(bytes.subarray(at, at + blockBytes));
  return found;
}

export const encode = (text: string): Uint8Array => utf8.encode(text);

/** Bytes to text; what is not UTF-8 becomes U+FFFD. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
