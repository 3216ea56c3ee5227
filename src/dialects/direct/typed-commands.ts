import type { CommandDialect } from '../byte-command-context.ts';
import { line } from './codec.ts';
import { directFormat, directNewsFormat } from './render.ts';
import { commandWords } from './words.ts';

/** Typed commands of direct clients. */
export const directCommands: CommandDialect = {
  words: commandWords,
  frame: (lines) => line(lines.join('\n')),
  usual: directFormat,
  news: directNewsFormat,
};
