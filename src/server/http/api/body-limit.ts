import { maxText } from '#chat/limits.ts';

/** Bytes of the body of a request: a message of any characters, each byte written as `\u00XX`, and the other fields. */
export const maxBody: number = 6 * maxText + 4 * 1024;
