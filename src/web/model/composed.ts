import { maxText } from '#dialects/web/protocol.ts';

const encoder = new TextEncoder();

/** Whether what is typed is a command of the page. */
export const isCommand = (typed: string): boolean => typed.startsWith('/') && !typed.startsWith('//');

/** What is said of what is typed: the first of two slashes only tells that no command follows. */
export const messageOf = (typed: string): string => (typed.startsWith('//') ? typed.slice(1) : typed);

/** How many bytes of UTF-8 a message has beyond what it may have; negative where there is room. */
export const bytesOver = (message: string): number => encoder.encode(message).length - maxText;
