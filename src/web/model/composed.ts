import { maxText } from '#dialects/web/protocol.ts';

const encoder = new TextEncoder();

/** Whether the typed text is a command. */
export const isCommand = (typed: string): boolean => typed.startsWith('/') && !typed.startsWith('//');

/** The message in the typed text: the first of two slashes only shows that it is not a command. */
export const messageOf = (typed: string): string => (typed.startsWith('//') ? typed.slice(1) : typed);

/** The number of UTF-8 bytes by which a message is too long; negative: bytes left. */
export const bytesOver = (message: string): number => encoder.encode(message).length - maxText;
