import type { Command } from '#server/command.ts';
import { listingCommand, masksHelp, unlistingCommand } from './list-commands.ts';

const words = { list: 'ban', name: 'ban', done: 'banned', undone: 'not banned any more' } as const;

export const banCommand: Command = listingCommand(words, {
  summary: 'keep somebody out of the server, or of a channel',
  about: `Without ROOM, from the server: sessions of people whom it hits end, and they cannot log in. With ROOM, they cannot join
it; those who are in it cannot speak there, and are put out with --kick. It says how many people who are here it hits.

${masksHelp}`,
  options: { kick: { help: 'with ROOM: put out the members whom it hits' } },
  examples: [
    "polylogue ban bob --for 1h --reason 'spam'",
    "polylogue ban 'spam*' '#lobby' --kick",
    'polylogue ban --list',
    "polylogue ban --list '#lobby'",
  ],
});

export const unbanCommand: Command = unlistingCommand(words, {
  name: 'unban',
  summary: 'lift a ban from the server, or from a channel',
  examples: ['polylogue unban bob', "polylogue unban 'spam*' '#lobby'"],
});
