import { joinFrames } from '#text/frames.ts';

import type { CommandDialect } from '../byte-command-context.ts';
import { frame } from './codec.ts';
import { nickFormat, nickNewsFormat } from './render.ts';
import { commandWords } from './words.ts';

/** Typed commands of nick clients. */
export const nickCommands: CommandDialect = {
  words: commandWords,
  frame: (lines) => joinFrames(lines.map(frame)),
  usual: nickFormat,
  news: nickNewsFormat,
  /** `/topic #1 is tea` sets the topic of the current room unless the user is in #1, or in a room that had this name. */
  syntax: ({ chat, seat }) => ({
    isRoom(word) {
      const found = chat.channel(seat, word);
      return typeof found !== 'string' || chat.tellNewName(seat, found, word) !== found;
    },
  }),
};
