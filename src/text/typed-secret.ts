import { blank } from './mask.ts';

const anyCase = (word: string): string => [...word].map((letter) => `[${letter}${letter.toUpperCase()}]`).join('');

const word = `(?:(?!${blank})[^\\r\\n])+`;

/**
 * A pattern of typed commands that contain a secret, one character per byte, up to and including the space before it:
 * `/register PASSWORD`, `/reset CODE PASSWORD`, `/join ROOM KEY`, `/set [ROOM] key KEY`.
 */
export const typedSecret: string =
  `/(?:${anyCase('register')}|${anyCase('reset')}|${anyCase('join')}${blank}+${word}` +
  `|${anyCase('set')}${blank}+(?:#${word}${blank}+)?${anyCase('key')})${blank}`;
