import type { Command } from '#server/command.ts';
import { listingCommand, masksHelp, unlistingCommand } from './list-commands.ts';

const words = { list: 'mute', name: 'mute', done: 'muted', undone: 'no longer muted' } as const;

export const muteCommand: Command = listingCommand(words, {
  summary: 'mute somebody in all rooms, or in one',
  about: `Muted people can read, but not write, edit, react, set the topic or be shown as typing. Joining again, or using another
name or dialect, does not help. The command says how many people who are here match, and asks before it mutes most of
them, or everybody.

${masksHelp}`,
  options: {},
  examples: ['polylogue mute bob --for 10m', "polylogue mute 'b*' '#lobby'", 'polylogue mute --list'],
});

export const unmuteCommand: Command = unlistingCommand(words, {
  name: 'unmute',
  summary: 'lift a mute in all rooms, or in one',
  examples: ['polylogue unmute bob', "polylogue unmute 'b*' '#lobby'"],
});
