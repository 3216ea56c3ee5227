/** The bytes of direct: lines of UTF-8, each ended by LF, both ways. Specification: README.md. */

import { blotted } from '#chat/blotted.ts';
import { frameOf } from '#chat/frames.ts';

/** UTF-8 bytes of one line towards the server, without its LF. */
export const maxLine = 20_480;

export const lf = 0x0a;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A line, ended. */
export const line = (text: string): Uint8Array => frameOf(`${text}\n`);

/** Bytes to text; what is not UTF-8 becomes U+FFFD. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

/**
 * What is behind `/register`; and what is behind the first word, where that is no target, room or command: it may be a
 * name's password. One word whatever it is, several if no colon is among them. It may also be the end of a line that
 * was cut, but that a chunk does not tell.
 */
const secrets =
  /^[ \t]*(?:\/register[ \t]+(?<password>[^\r\n]+)|[^ \t\r\n:#/][^ \t\r\n:]*[ \t]+(?<second>[^ \t\r\n]+(?=[ \t]*\r?$)|[^\r\n:]+(?=\r?$)))/dgim;

/** What a client wrote, its passwords blotted out. */
export const blot = (chunk: Uint8Array): Uint8Array => blotted(chunk, secrets);
