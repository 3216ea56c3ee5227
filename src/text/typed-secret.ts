import { blank } from './mask.ts';

const anyCase = (word: string): string => [...word].map((letter) => `[${letter}${letter.toUpperCase()}]`).join('');

/**
 * A pattern of typed commands that contain a secret, one character per byte, up to and including the first character of what
 * separates it from them: `/register PASSWORD`, `/reset CODE PASSWORD`, `/join ROOM KEY`, `/set [ROOM] key KEY`. `gap`: what separates
 * words, one of these.
 */
export function typedSecret(gap: string = blank): string {
  const word = `(?:(?!${gap})[^\\r\\n])+`;
  const joining = `${anyCase('j')}(?:${anyCase('oin')})?${gap}+${word}`;
  const setting = `${anyCase('set')}${gap}+(?:#${word}${gap}+)?${anyCase('key')}`;
  return `/(?:${anyCase('register')}|${anyCase('reset')}|${joining}|${setting})${gap}`;
}
