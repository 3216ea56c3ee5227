import type { Caller } from './caller.ts';
import type { Command } from './command.ts';
import type { CommandName } from './command-forms.ts';
import type { Mail } from './mail.ts';
import type { Rooms } from './rooms.ts';
import type { Typed } from './typed-commands.ts';

/** What a command can use. */
export interface Desk extends Caller {
  readonly mail: Mail;
  readonly rooms: Rooms;
  readonly typed: Typed;
  /** Logs in: as a guest of that name, or with the password to its account. */
  become(name: string, password: string | undefined): void;
}

/** The functions of a group of commands, by name. */
export type CommandTable<Name extends CommandName> = Readonly<Record<Name, (desk: Desk, command: Command) => void>>;
