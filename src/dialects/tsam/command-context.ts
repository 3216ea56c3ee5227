import type { Caller } from './caller.ts';
import type { Command } from './command.ts';
import type { CommandName } from './command-forms.ts';
import type { Mail } from './mail.ts';
import type { Rooms } from './rooms.ts';

/** Runs commands that begin with a slash. */
export interface SlashCommands {
  run(line: string): void;
  /** Notes where the client sends or reads messages. */
  used(place: string): void;
}

/** What a command can use. */
export interface TsamCommandContext extends Caller {
  readonly mail: Mail;
  readonly rooms: Rooms;
  /** The commands that begin with a slash. */
  readonly typed: SlashCommands;
  /** Logs in: as a guest of that name, or with the password to its account. */
  become(name: string, password: string | undefined): void;
}

/** The functions of a group of commands, by name. */
export type CommandTable<Name extends CommandName> = Readonly<
  Record<Name, (context: TsamCommandContext, command: Command) => void>
>;
