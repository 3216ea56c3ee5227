import type { Command } from '#server/command.ts';
import { listingCommand, masksHelp, unlistingCommand } from './list-commands.ts';

const words = { list: 'mute', name: 'mute', done: 'muted', undone: 'not muted any more' } as const;

export const muteCommand: Command = listingCommand(words, {
  summary: 'keep somebody from speaking in all rooms, or in a channel',
  about: `Whom it hits can read, but not write, edit, react, set the topic or show that they type; neither joining again nor
another name or dialect lifts it.

${masksHelp}`,
  options: {},
  examples: ['polylogue mute bob --for 10m', "polylogue mute 'b*' '#lobby'", 'polylogue mute --list'],
});

export const unmuteCommand: Command = unlistingCommand(words, {
  name: 'unmute',
  summary: 'lift a mute in all rooms, or in a channel',
  examples: ['polylogue unmute bob', "polylogue unmute 'b*' '#lobby'"],
});
