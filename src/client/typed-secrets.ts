import { hideSecond } from './login-prompt.ts';

/** What is secret in typed commands: passwords, the keys of rooms, and codes. Each pattern's second group. */
const patterns = [
  /^(\s*\/register[\s,]+)(\S.*)$/isu,
  /^(\s*\/reset[\s,]+)(\S.*)$/isu,
  /^(\s*\/j(?:oin)?[\s,]+#\S+[\s,]+)(\S.*)$/isu,
  /^(\s*\/set[\s,]+(?:#\S+[\s,]+)?key[\s,]+)(\S.*)$/isu,
];

/** For `Secrets`: a line with stars in place of what is secret in a command. */
export const hideInCommand = (line: string): string => patterns.reduce(hideSecond, line);
