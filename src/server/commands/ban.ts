import type { Command } from '#server/command.ts';
import { listingCommand, masksHelp, unlistingCommand } from './list-commands.ts';

const words = { list: 'ban', name: 'ban', done: 'banned', undone: 'no longer banned' } as const;

export const banCommand: Command = listingCommand(words, {
  summary: 'ban somebody from the server, or from a room',
  about: `Without ROOM, from the server: matching people cannot log in, and their sessions end. With ROOM, they cannot join
it; present members cannot speak there, and --kick removes them. The command says how many people who are here match,
and asks before it bans most of them, or everybody ('*'): without a terminal --yes is needed. A '*' keeps out all who
have no exception and no role; to let in accounts only, use polylogue settings guests no.

${masksHelp}`,
  options: { kick: { help: 'with ROOM: remove matching members' } },
  examples: [
    "polylogue ban bob --for 1h --reason 'spam'",
    "polylogue ban 'spam*' '#lobby' --kick",
    'polylogue ban --list',
    "polylogue ban --list '#lobby'",
  ],
});

export const unbanCommand: Command = unlistingCommand(words, {
  name: 'unban',
  summary: 'lift a ban from the server, or from a room',
  examples: ['polylogue unban bob', "polylogue unban 'spam*' '#lobby'"],
});
