import type { Caller } from './caller.ts';
import type { Command } from './command.ts';
import type { CommandName } from './command-forms.ts';
import type { Mail } from './mail.ts';
import type { Rooms } from './rooms.ts';

/** All a command has to do with. */
export interface Desk extends Caller {
  readonly mail: Mail;
  readonly rooms: Rooms;
  /** Becomes somebody in the chat: a guest of that name, or with the password its account. */
  become(name: string, password: string | undefined): void;
}

/** What these commands do: a row a command. */
export type CommandTable<Name extends CommandName> = Readonly<Record<Name, (desk: Desk, command: Command) => void>>;
