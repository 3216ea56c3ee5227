import type { Command } from '#server/command.ts';
import { listingCommand, masksHelp, unlistingCommand } from './list-commands.ts';

const words = {
  list: 'exception',
  name: 'except',
  done: 'excepted from bans and mutes',
  undone: 'not excepted any more',
} as const;

export const exceptCommand: Command = listingCommand(words, {
  summary: 'keep bans and mutes off somebody, on the server or in a channel',
  about: `Lets people in whom a ban of many would keep out: an account of the class whose address is banned, or one name of b*.
Without ROOM, it keeps off bans and mutes of the server; with ROOM, those of that channel. A name, or account:NAME, keeps
everything off; a mask with wildcards, or an address, only bans and mutes by wildcards and addresses.

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
