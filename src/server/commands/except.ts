import type { Command } from '#server/command.ts';
import { listingCommand, masksHelp, unlistingCommand } from './list-commands.ts';

const words = {
  list: 'exception',
  name: 'except',
  done: 'excepted from bans and mutes',
  undone: 'no longer excepted',
} as const;

export const exceptCommand: Command = listingCommand(words, {
  summary: 'exempt somebody from bans and mutes, on the server or in a room',
  about: `Lets in people whom a broad ban would match: an account at a banned address, or one name of b*.
Without ROOM, for bans and mutes of the server; with ROOM, for those of that room. A name, or account:NAME, is
exempt from all of them; a mask with wildcards, or an address, only from bans and mutes by wildcards and addresses.

${masksHelp}`,
  options: {},
  examples: [
    'polylogue except account:alice',
    "polylogue except bob '#lobby' --for 2h --reason 'speaks today'",
    'polylogue except --list',
  ],
});

export const unexceptCommand: Command = unlistingCommand(words, {
  name: 'unexcept',
  summary: 'end an exception from bans and mutes',
  examples: ['polylogue unexcept account:alice', "polylogue unexcept bob '#lobby'"],
});
