/** The bytes of direct: lines of UTF-8 ended by LF, in both directions. Specification: README.md. */

import { frameOf } from '#text/frames.ts';

/** The longest line from a client, in UTF-8 bytes without its LF. */
export const maxLine = 20_480;

export const lf = 0x0a;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export const line = (text: string): Uint8Array => frameOf(`${text}\n`);

/** Bytes to text; what is not UTF-8 becomes U+FFFD. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
